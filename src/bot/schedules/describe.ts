import { TimestampStyles, time } from 'discord.js';
import type { Messages } from '../../i18n/messages.ts';
import { plainPlan } from '../../train/schedule/plain-plan.ts';
import type { ScheduleStatus } from '../../train/schedule/schedules.ts';
import { escapeText } from '../answer/escape.ts';
import { versionText } from '../trainings/version-text.ts';

/** What is planned, in words where there are any: `every day at 03:30 (Asia/Tokyo)`. */
export function describePlan(
	{ cron, timezone }: { readonly cron: string; readonly timezone: string },
	{ commands }: Messages,
): string {
	const texts = commands.schedule;
	const plan = plainPlan(cron);
	if (!plan) return texts.byCron(cron.replaceAll('`', ''), timezone);
	return plan.day ? texts.weekly(plan.day, plan.time, timezone) : texts.daily(plan.time, timezone);
}

/** What the last run came to, with when it was. */
export function describeLastRun(
	{ lastRun }: ScheduleStatus,
	classifier: string,
	{ commands }: Messages,
): { readonly when: string; readonly result: string } | undefined {
	if (!lastRun) return undefined;
	const version = escapeText(versionText(lastRun.version ?? '', classifier));
	return { when: relative(lastRun.at), result: commands.schedule.results[lastRun.result](version) };
}

/** Discord shows both in the reader's language and time zone. */
export function relative(at: Date): string {
	return time(at, TimestampStyles.RelativeTime);
}

export function absolute(at: Date): string {
	return time(at, TimestampStyles.ShortDateTime);
}

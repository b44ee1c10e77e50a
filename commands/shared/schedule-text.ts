import { TimestampStyles, time } from 'discord.js';
import { escapeText, refusalText, versionText } from '../../src/bot/kit.ts';
import type { UserError } from '../../src/errors.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { plainPlan } from '../../src/train/schedule/plain-plan.ts';
import type { ScheduleStatus } from '../../src/train/schedule/schedules.ts';

/** Of a reason, where other things are told, too. */
const SHOWN_REASON = 500;

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
	{ commands, errors }: Messages,
	locale: Locale,
): { readonly when: string; readonly result: string } | undefined {
	if (!lastRun) return undefined;
	const version = escapeText(versionText(lastRun.version ?? '', classifier));
	const detail = lastRun.result === 'failed' ? reasonOf(lastRun.refusal, errors, locale) : version;
	return { when: relative(lastRun.at), result: commands.schedule.results[lastRun.result](detail) };
}

/** Nothing for what only another version of Hantei could say. */
function reasonOf(refusal: UserError | undefined, errors: Messages['errors'], locale: Locale): string {
	return refusal && refusal.code in errors ? refusalText(refusal, locale, SHOWN_REASON) : '';
}

/** Discord shows both in the reader's language and time zone. */
export function relative(at: Date): string {
	return time(at, TimestampStyles.RelativeTime);
}

export function absolute(at: Date): string {
	return time(at, TimestampStyles.ShortDateTime);
}

import { scheduleLimits } from '../config.ts';
import { UserError } from '../errors.ts';
import { describeError, messagesFor } from '../i18n/messages.ts';
import { openStore } from '../store/store.ts';
import { ScheduleBook } from '../train/schedule/book.ts';
import { chosenCron, plainPlan, WEEKDAYS } from '../train/schedule/plain-plan.ts';
import type { Schedule } from '../train/schedule/schedule.ts';
import { type ScheduleStatus, Schedules } from '../train/schedule/schedules.ts';
import { hostTimezone } from '../train/schedule/zoned-time.ts';
import { BY, withCatalogue } from './catalogue.ts';
import { type CliContext, requireWhole } from './context.ts';
import { print } from './print.ts';

export interface ScheduleOptions {
	readonly classifier: string;
}

export interface PlanOptions extends ScheduleOptions {
	readonly time?: string;
	readonly day?: string;
	readonly cron?: string;
	readonly timezone?: string;
	readonly count?: string;
	readonly channel?: string;
	readonly quiet?: boolean;
	readonly fineTune?: boolean;
}

/** Times shown. */
const SHOWN = 3;

const DAYS = ['every', ...WEEKDAYS] as const;

/** `hantei schedule show` */
export function showSchedule({ classifier }: ScheduleOptions, context: CliContext): Promise<number> {
	return withSchedules(classifier, context, async (schedules) => say(schedules, classifier, context));
}

/** `hantei schedule set`. What is not given stays as it was. @throws {UserError} `bad-option`, and as Schedules.set */
export function setSchedule(options: PlanOptions, context: CliContext): Promise<number> {
	const { classifier } = options;
	return withSchedules(classifier, context, async (schedules) => {
		const before = await schedules.get(classifier);
		const { time, cron, timezone, quiet, fineTune } = options;
		await schedules.set(
			classifier,
			{
				cron: chosenCron({ time, cron, day: requireDay(options.day) }, before?.cron),
				timezone: timezone ?? before?.timezone ?? hostTimezone(),
				crawl: crawlOf(options.count, before),
				fineTunes: fineTune ?? before?.fineTunes ?? true,
				channelId: channelOf(options.channel, before),
				isQuiet: quiet ?? before?.isQuiet ?? false,
			},
			BY,
		);
		await say(schedules, classifier, context);
	});
}

/** `hantei schedule pause`. @throws {UserError} `no-schedule` */
export function pauseSchedule({ classifier }: ScheduleOptions, context: CliContext): Promise<number> {
	return withSchedules(classifier, context, async (schedules) => {
		await schedules.pause(classifier, BY);
		await say(schedules, classifier, context);
	});
}

/** `hantei schedule resume`. @throws {UserError} `no-schedule` */
export function resumeSchedule({ classifier }: ScheduleOptions, context: CliContext): Promise<number> {
	return withSchedules(classifier, context, async (schedules) => {
		await schedules.resume(classifier, BY);
		await say(schedules, classifier, context);
	});
}

/** `hantei schedule run`: the bot trains, and tells the result where results are told. @throws {UserError} `no-schedule` */
export function runSchedule({ classifier }: ScheduleOptions, context: CliContext): Promise<number> {
	return withSchedules(classifier, context, async (schedules) => {
		await schedules.request(classifier, BY);
		const schedule = await schedules.get(classifier);
		const crawl = schedule?.crawl ? ` --crawl --count ${schedule.crawl.wanted}` : '';
		const command = `hantei retrain --classifier ${classifier}${crawl}`;
		print(`${context.text.schedule.requested(command)}\n`);
	});
}

async function withSchedules(
	classifier: string,
	context: CliContext,
	work: (schedules: Schedules) => Promise<void>,
): Promise<number> {
	return withCatalogue(classifier, context, async ({ catalogue, database }) => {
		const { settings, logger } = context;
		const book = new ScheduleBook(openStore(database, logger).keyv('schedules'));
		await work(new Schedules({ book, catalogue, limits: scheduleLimits(settings) }));
		return 0;
	});
}

async function say(schedules: Schedules, classifier: string, { text, locale }: CliContext): Promise<void> {
	const texts = text.schedule;
	const { schedule, lastRun, isRunning } = await schedules.status(classifier);
	if (!schedule) {
		print(`${texts.none}\n`);
		return;
	}
	const format = new Intl.DateTimeFormat(locale, {
		dateStyle: 'medium',
		timeStyle: 'short',
		timeZone: schedule.timezone,
	});
	const times = schedules.nextRuns(classifier, schedule, SHOWN).map((at) => format.format(at));
	const { results } = messagesFor(locale).commands.schedule;
	const lines = [
		texts.planned(planText(schedule, locale)),
		schedule.isPaused ? texts.paused : texts.next(times),
		...(isRunning ? [texts.running] : []),
		...(schedule.crawl ? [texts.collects(schedule.crawl.wanted)] : []),
		...(schedule.fineTunes ? [] : [texts.fineTunesNever]),
		...(lastRun
			? [texts.last(format.format(lastRun.at), results[lastRun.result](detailOf(lastRun, locale)))]
			: []),
	];
	print(`${lines.join('\n')}\n`);
}

/** Why it failed, or what it made. */
function detailOf(
	{ result, version = '', refusal }: NonNullable<ScheduleStatus['lastRun']>,
	locale: CliContext['locale'],
): string {
	if (result !== 'failed') return version;
	return refusal && refusal.code in messagesFor(locale).errors ? describeError(refusal, locale) : '';
}

function planText({ cron, timezone }: Schedule, locale: CliContext['locale']): string {
	const texts = messagesFor(locale).commands.schedule;
	const plan = plainPlan(cron);
	if (!plan) return `${cron} (${timezone})`;
	return plan.day ? texts.weekly(plan.day, plan.time, timezone) : texts.daily(plan.time, timezone);
}

/** @throws {UserError} `bad-option` */
function requireDay(day: string | undefined): (typeof DAYS)[number] | undefined {
	if (day === undefined) return undefined;
	const known = DAYS.find((name) => name === day.toLowerCase());
	if (!known) throw new UserError('bad-option', { option: '--day', value: day, expected: DAYS.join(', ') });
	return known;
}

/** @throws {UserError} `bad-option` */
function crawlOf(given: string | undefined, before: Schedule | undefined): Schedule['crawl'] {
	if (given === undefined) return before?.crawl ?? null;
	const wanted = requireWhole('--count', given, 0, 100_000);
	return wanted > 0 ? { wanted } : null;
}

/** @throws {UserError} `bad-option` */
function channelOf(given: string | undefined, before: Schedule | undefined): string | null {
	if (given === undefined) return before?.channelId ?? null;
	if (given === 'none') return null;
	if (/^\d{17,20}$/.test(given)) return given;
	throw new UserError('bad-option', {
		option: '--channel',
		value: given,
		expected: '123456789012345678, none',
	});
}

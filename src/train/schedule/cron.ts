import { createTask, type ParsedFields, validateDetailed } from 'node-cron';
import { UserError } from '../../errors.ts';
import { instantOf, type WallTime, wallTimeOf } from './zoned-time.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** No pattern that matches at all is silent for longer: between the 29ths of February around 2100 lie eight years. */
const HORIZON_DAYS = 8 * 366 + 1;

/** Days looked at for two in a row: any pattern of months, days and weekdays shows within a year. */
const YEAR_DAYS = 366;

/** What is planned, in the five fields of cron; read by node-cron. */
export interface Cron {
	/** With single spaces. */
	readonly text: string;
	/** Minutes since midnight at which it is time, on days on which it is; ascending. */
	readonly minutes: readonly number[];
	/** Whether it is time at some moment of the day that begins so. */
	matchesDay(day: WallTime): boolean;
}

/**
 * `minute hour day month weekday`, with names, lists, ranges, steps, `L`, `W` and `#`; or `@daily` and the like. A day
 * must fit both the day of the month and the weekday.
 * @throws {UserError} `cron-invalid`, with the field that is wrong
 */
export function parseCron(given: string): Cron {
	const text = given.trim().replace(/\s+/g, ' ');
	const isComplete = text.startsWith('@') || text.split(' ').length === 5;
	const { valid, errors, fields } = validateDetailed(text);
	if (!valid || !fields || !isComplete) {
		const [{ field = 'expression', value = text } = {}] = isComplete ? errors : [];
		throw new UserError('cron-invalid', { expression: text, field, value });
	}
	const minutes = fields.hour.flatMap((hour) => fields.minute.map((minute) => hour * 60 + minute));
	return {
		text,
		minutes: minutes.sort((a, b) => a - b),
		matchesDay: dayMatcher(text, fields, minutes[0]),
	};
}

/** The moments after another one at which it is time, as the wall clock of a time zone shows it; ascending. */
export function timesAfter(cron: Cron, timezone: string, after: Date, count: number): Date[] {
	const times: Date[] = [];
	const now = wallTimeOf(after.getTime(), timezone);
	// A day earlier, because a time that clocks skip is moved out of its day.
	const first = now - (now % DAY_MS) - DAY_MS;
	for (let n = 0; n < HORIZON_DAYS && times.length < count; n++) {
		const day = first + n * DAY_MS;
		if (!cron.matchesDay(day)) continue;
		const instants = cron.minutes.map((minute) => instantOf(day + minute * MINUTE_MS, timezone));
		for (const instant of [...new Set(instants)].sort((a, b) => a - b)) {
			const last = times.at(-1)?.getTime() ?? after.getTime();
			if (instant > last && times.length < count) times.push(new Date(instant));
		}
	}
	return times;
}

/** The shortest time between two moments of a pattern, in milliseconds of the wall clock. */
export function shortestGap({ minutes, matchesDay }: Cron): number {
	const within = minutes.slice(1).map((minute, index) => minute - minutes[index]);
	const overnight = 24 * 60 - minutes[minutes.length - 1] + minutes[0];
	const gaps = hasDaysInARow(matchesDay) ? [...within, overnight] : within;
	return Math.min(...gaps, YEAR_DAYS * 24 * 60) * MINUTE_MS;
}

function hasDaysInARow(matchesDay: Cron['matchesDay']): boolean {
	let before = false;
	for (let n = 0; n <= YEAR_DAYS; n++) {
		const matches = matchesDay(n * DAY_MS);
		if (matches && before) return true;
		before = matches;
	}
	return false;
}

/** Node-cron itself knows which days fit (last weekdays, leap years); asked in UTC, where no clock is ever set. */
function dayMatcher(text: string, { month }: ParsedFields, minute: number): Cron['matchesDay'] {
	const task = createTask(text, () => {}, { timezone: 'UTC' });
	void task.destroy();
	return (day) =>
		month.includes(new Date(day).getUTCMonth() + 1) && task.match(new Date(day + minute * MINUTE_MS));
}

/** Node-cron would write to the console; what is worth telling goes to our own log. */
export const quietCron = { info() {}, warn() {}, error() {}, debug() {} };

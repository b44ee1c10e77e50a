import { UserError } from '../../errors.ts';

/** As cron calls them. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When nobody says: people sleep, and photo services have time. */
const DEFAULT_TIME = '03:00';

/** A plan that people can say in words; any other is cron text. */
export interface PlainPlan {
	/** `03:30` */
	readonly time: string;
	/** Every day, when absent. */
	readonly day?: Weekday;
}

/** What is planned, if it can be said in words. */
export function plainPlan(cron: string): PlainPlan | undefined {
	const [, minute, hour, weekday] = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-7a-z]+)$/i.exec(cron) ?? [];
	if (minute === undefined || hour === undefined || weekday === undefined) return undefined;
	const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
	if (weekday === '*') return { time };
	const day = /^\d$/.test(weekday)
		? WEEKDAYS[Number(weekday) % 7]
		: WEEKDAYS.find((name) => name === weekday.toLowerCase());
	return day && { time, day };
}

export interface PlanChoices {
	readonly time?: string;
	readonly day?: Weekday | 'every';
	/** Goes before time and day. */
	readonly cron?: string;
}

/**
 * The cron text of what a person chose; what they left open stays as it was planned before.
 * @throws {UserError} `time-invalid`
 */
export function chosenCron({ time, day, cron }: PlanChoices, before: string | undefined): string {
	if (cron !== undefined) return cron;
	if (time === undefined && day === undefined && before !== undefined) return before;
	const known = before === undefined ? undefined : plainPlan(before);
	const [hour, minute] = readTime(time ?? known?.time ?? DEFAULT_TIME);
	const weekday = day ?? known?.day ?? 'every';
	return `${minute} ${hour} * * ${weekday === 'every' ? '*' : weekday}`;
}

/** `3:30`, `03:30`, `3時30分`, `３：３０`, `21`. @throws {UserError} `time-invalid` */
function readTime(written: string): [hour: number, minute: number] {
	const [, hour, minute = '0'] =
		/^(\d{1,2})(?:[:時](?:(\d{2})分?)?)?$/.exec(written.normalize('NFKC').trim()) ?? [];
	if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) {
		throw new UserError('time-invalid', { time: written });
	}
	return [Number(hour), Number(minute)];
}

import { describe, expect, it } from 'vitest';
import { describePlan } from '../../../src/bot/schedules/describe.ts';
import {
	chosenCron,
	clockIn,
	likelyTimezone,
	type PlanChoices,
	plainPlan,
	suggestTimezones,
} from '../../../src/bot/schedules/plan.ts';
import { isUserError } from '../../../src/errors.ts';
import { messagesFor } from '../../../src/i18n/messages.ts';
import { parseCron } from '../../../src/train/schedule/cron.ts';
import { hostTimezone, isTimezone } from '../../../src/train/schedule/zoned-time.ts';

describe('what a person chose', () => {
	it.each<[PlanChoices, string | undefined, string]>([
		[{}, undefined, '0 3 * * *'],
		[{ time: '21:30' }, undefined, '30 21 * * *'],
		[{ day: 'mon' }, undefined, '0 3 * * mon'],
		[{ day: 'mon' }, '30 21 * * *', '30 21 * * mon'],
		[{ time: '4' }, '30 21 * * mon', '0 4 * * mon'],
		[{ day: 'every' }, '30 21 * * mon', '30 21 * * *'],
		[{}, '*/5 0 1 * *', '*/5 0 1 * *'],
		[{ time: '4:05' }, '0 0 1 * *', '5 4 * * *'],
		[{ cron: '0 0 1 * *', time: '4:05' }, '0 3 * * *', '0 0 1 * *'],
	])('%j, planned before %s, is %s', (choices, before, cron) => {
		expect(chosenCron(choices, before)).toBe(cron);
		expect(parseCron(cron).text).toBe(cron);
	});

	it.each([
		['3', '0 3 * * *'],
		['03:05', '5 3 * * *'],
		['３：３０', '30 3 * * *'],
		['3時', '0 3 * * *'],
		['23時59分', '59 23 * * *'],
		[' 0:00 ', '0 0 * * *'],
	])('understands the time %s', (time, cron) => {
		expect(chosenCron({ time }, undefined)).toBe(cron);
	});

	it.each(['24:00', '3:60', 'noon', '', '3:5', '-1', '3:30 pm'])('refuses the time “%s”', (time) => {
		expect(() => chosenCron({ time }, undefined)).toThrow(
			expect.toSatisfy((error) => isUserError(error, 'time-invalid')),
		);
	});
});

describe('a plan in words', () => {
	const words = (cron: string, locale: 'en' | 'ja') =>
		describePlan({ cron, timezone: 'Asia/Tokyo' }, messagesFor(locale));

	it('names day and time where there are such', () => {
		expect(words('30 3 * * *', 'en')).toBe('every day at 03:30 (Asia/Tokyo)');
		expect(words('0 21 * * 0', 'en')).toBe('every Sunday at 21:00 (Asia/Tokyo)');
		expect(words('0 21 * * sat', 'ja')).toBe('毎週土曜 21:00(Asia/Tokyo)');
	});

	it('is cron text where there are not', () => {
		expect(words('0 3 1 * *', 'en')).toBe('`0 3 1 * *` (Asia/Tokyo)');
		expect(plainPlan('*/5 3 * * *')).toBeUndefined();
		expect(plainPlan('0 3 * * mon-fri')).toBeUndefined();
	});
});

describe('time zones', () => {
	it('are guessed from the language of a server, else the host’s', () => {
		expect(likelyTimezone('ja')).toBe('Asia/Tokyo');
		expect(likelyTimezone('en-US')).toBe(hostTimezone());
		expect(likelyTimezone(undefined)).toBe(hostTimezone());
		for (const locale of ['de', 'uk', 'vi', 'zh-TW', 'sv-SE', 'hi']) {
			expect(isTimezone(likelyTimezone(locale)), locale).toBe(true);
		}
	});

	it('are suggested by any part of their name, cities first', () => {
		expect(suggestTimezones('', ['Asia/Tokyo'], 3)[0]).toBe('Asia/Tokyo');
		expect(suggestTimezones('berl', [], 25)).toEqual(['Europe/Berlin']);
		expect(suggestTimezones('new york', [], 25)).toEqual(['America/New_York']);
		expect(suggestTimezones('utc', [], 1)).toEqual(['UTC']);
		expect(suggestTimezones('europe', [], 25)).toHaveLength(25);
		expect(suggestTimezones('nowhere', [], 25)).toEqual([]);
	});

	it('show what their clocks show', () => {
		expect(clockIn('Asia/Tokyo', Date.parse('2026-11-24T10:30:00Z'), 'ja')).toBe('19:30');
		expect(clockIn('Europe/Berlin', Date.parse('2026-11-24T10:30:00Z'), 'en')).toBe('11:30');
	});
});

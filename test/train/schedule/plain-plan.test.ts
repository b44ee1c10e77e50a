import { describe, expect, it } from 'vitest';
import { isUserError } from '../../../src/errors.ts';
import { parseCron } from '../../../src/train/schedule/cron.ts';
import { chosenCron, type PlanChoices, plainPlan } from '../../../src/train/schedule/plain-plan.ts';

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

describe('a plan that can be said in words', () => {
	it('has a time, and perhaps a day', () => {
		expect(plainPlan('5 3 * * *')).toEqual({ time: '03:05' });
		expect(plainPlan('30 21 * * 7')).toEqual({ time: '21:30', day: 'sun' });
		expect(plainPlan('30 21 * * MON')).toEqual({ time: '21:30', day: 'mon' });
	});

	it.each(['0 3 1 * *', '*/5 3 * * *', '0 3 * * mon-fri', '0 3 * * mon,tue', '@daily'])(
		'is none of %s',
		(cron) => {
			expect(plainPlan(cron)).toBeUndefined();
		},
	);
});

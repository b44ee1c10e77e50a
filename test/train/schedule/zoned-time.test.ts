import { describe, expect, it } from 'vitest';
import {
	hostTimezone,
	instantOf,
	isTimezone,
	timezones,
	wallTimeOf,
} from '../../../src/train/schedule/zoned-time.ts';

const at = (time: string) => Date.parse(time);
/** What a wall clock shows, as text. */
const shown = (time: string, timezone: string) => new Date(wallTimeOf(at(time), timezone)).toISOString();
/** When it shows a time. */
const when = (time: string, timezone: string) => new Date(instantOf(at(time), timezone)).toISOString();

describe('a time zone', () => {
	it('is known by its name', () => {
		expect(isTimezone('Asia/Tokyo')).toBe(true);
		expect(isTimezone('UTC')).toBe(true);
		expect(isTimezone('Asia/Springfield')).toBe(false);
		expect(isTimezone('')).toBe(false);
	});

	it('is listed once, UTC first, and each can be reckoned with', () => {
		const names = timezones();
		expect(names[0]).toBe('UTC');
		expect(new Set(names).size).toBe(names.length);
		expect(names).toContain('Asia/Tokyo');
		expect(names.filter((name) => !isTimezone(name))).toEqual([]);
	});

	it('of the machine is one', () => {
		expect(isTimezone(hostTimezone())).toBe(true);
	});
});

describe('a wall clock', () => {
	it('shows the time of its zone, to the second', () => {
		expect(shown('2026-11-24T18:00:59Z', 'Asia/Tokyo')).toBe('2026-11-25T03:00:59.000Z');
		expect(shown('2026-12-31T20:05:07Z', 'Asia/Tokyo')).toBe('2027-01-01T05:05:07.000Z');
		expect(shown('2026-11-24T18:00:00Z', 'America/St_Johns')).toBe('2026-11-24T14:30:00.000Z');
		expect(shown('2026-07-01T12:00:00Z', 'Europe/Berlin')).toBe('2026-07-01T14:00:00.000Z');
	});

	it('shows midnight as the first moment of a day', () => {
		expect(shown('2026-11-24T15:00:00Z', 'Asia/Tokyo')).toBe('2026-11-25T00:00:00.000Z');
	});
});

describe('the moment at which a wall clock shows a time', () => {
	it('is by the offset of that day', () => {
		expect(when('2026-11-25T03:00:00Z', 'Asia/Tokyo')).toBe('2026-11-24T18:00:00.000Z');
		expect(when('2026-01-15T12:00:00Z', 'Europe/Berlin')).toBe('2026-01-15T11:00:00.000Z');
		expect(when('2026-07-15T12:00:00Z', 'Europe/Berlin')).toBe('2026-07-15T10:00:00.000Z');
	});

	it('is by the new offset right after clocks were set', () => {
		expect(when('2026-03-29T03:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z');
		expect(when('2026-10-25T03:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T02:00:00.000Z');
		expect(when('2026-03-29T01:59:00Z', 'Europe/Berlin')).toBe('2026-03-29T00:59:00.000Z');
	});

	it('is the earlier of two where clocks are set back', () => {
		expect(when('2026-10-25T02:30:00Z', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
		expect(when('2026-11-01T01:30:00Z', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
	});

	it('is as if clocks had not been set forward, where they skip the time', () => {
		expect(when('2026-03-29T02:30:00Z', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
		expect(when('2026-03-08T02:30:00Z', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
	});

	it('follows a zone that leaves out a whole day', () => {
		// Samoa went from the 29th of December 2011 to the 31st.
		expect(when('2011-12-29T23:00:00Z', 'Pacific/Apia')).toBe('2011-12-30T09:00:00.000Z');
		expect(when('2011-12-31T01:00:00Z', 'Pacific/Apia')).toBe('2011-12-30T11:00:00.000Z');
	});
});

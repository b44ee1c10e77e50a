import { describe, expect, it } from 'vitest';
import { clockIn, likelyTimezone, suggestTimezones } from '../../../commands/schedule/timezones.ts';
import { hostTimezone, isTimezone } from '../../../src/train/schedule/zoned-time.ts';

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

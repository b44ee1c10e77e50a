import { describe, expect, it } from 'vitest';
import { describePlan } from '../../../commands/shared/schedule-text.ts';
import { messagesFor } from '../../../src/i18n/messages.ts';

describe('a plan in words', () => {
	const words = (cron: string, locale: 'en' | 'ja') =>
		describePlan({ cron, timezone: 'Asia/Tokyo' }, messagesFor(locale));

	it('names day and time where there are such', () => {
		expect(words('30 3 * * *', 'en')).toBe('every day at 03:30 (Asia/Tokyo)');
		expect(words('0 21 * * 0', 'en')).toBe('every Sunday at 21:00 (Asia/Tokyo)');
		expect(words('0 21 * * sat', 'ja')).toBe('毎週土曜 21:00（Asia/Tokyo）');
	});

	it('is cron text where there are not', () => {
		expect(words('0 3 1 * *', 'en')).toBe('`0 3 1 * *` (Asia/Tokyo)');
	});
});

import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../../src/crawl/http/request.ts';

const now = Date.parse('2026-11-24T12:00:00Z');

describe('Retry-After', () => {
	it.each([
		['0', 0],
		['18', 18_000],
		[' 86400 ', 86_400_000],
		['Tue, 24 Nov 2026 12:00:39 GMT', 39_000],
		['Tuesday, 24-Nov-26 12:00:39 GMT', 39_000],
		['Tue Nov 24 12:00:39 2026', 39_000],
		['Tue, 24 Nov 2026 11:00:00 GMT', 0],
		['Wed, 25 Nov 2026 12:00:00 GMT', 86_400_000],
	])('%s means a wait of %d ms', (header, wait) => {
		expect(parseRetryAfter(header, now)).toBe(wait);
	});

	it.each([undefined, '', 'soon', '-5', '1.5', '2026-11-24', 'Tue, 99 Nov 2026 12:00:00 GMT'])(
		'%s says nothing',
		(header) => {
			expect(parseRetryAfter(header, now)).toBeUndefined();
		},
	);
});

import { describe, expect, test } from 'vitest';
import { renderCrawl, renderCrawlEnd } from '../../../commands/crawl/render.ts';
import { spread } from '../../../commands/shared/photo-sheet.ts';
import type { LabelProgress } from '../../../src/crawl/events.ts';
import type { CrawlReport } from '../../../src/crawl/jobs.ts';
import { messagesFor } from '../../../src/i18n/messages.ts';

const NOTHING: CrawlReport = { troubles: [], photos: [] };

const SOURCE = { found: 30, known: 0, accepted: 7, quarantined: 2, failed: 1, bytes: 1_250_000 };

function label(id: number, changes: Partial<LabelProgress> = {}): LabelProgress {
	return {
		labelId: id,
		name: `label_${id}`,
		wanted: 20,
		accepted: 7,
		words: ['carrion crow'],
		state: 'running',
		sources: { inaturalist: { ...SOURCE, rejected: { duplicate: 3, 'too-small': 9, licence: 1 } } },
		...changes,
	};
}

const options = (locale: 'en' | 'ja', isLocal = false) => ({
	messages: messagesFor(locale),
	isLocal,
	isResumed: false,
});

describe('a crawl in chat', () => {
	test('tells what it waits for', () => {
		expect(renderCrawl({ ahead: 2 }, options('en')).content).toBe(
			'⏳ Photos are collected after 2 other crawls …',
		);
		expect(renderCrawl({}, options('ja')).content).toBe('🔎 写真を探しています…');
	});

	test('tells progress, time left, sources and the most frequent reasons first', () => {
		const progress = { labels: [label(1)], remainingMs: 90_000 };
		expect(renderCrawl({ progress: { ...NOTHING, crawl: progress } }, options('en')).content).toBe(
			[
				'🔎 **Collecting photos** 7 of 20 · about 2 minutes left',
				'**label\\_1** 7 of 20',
				'-# searched for “carrion crow”',
				'-# iNaturalist 7 · 13 not taken (too small 9, duplicate 3, licence 1) · 2 waiting for a decision · 1 to be tried again another day · 1.3 MB fetched',
			].join('\n'),
		);
	});

	test('names sources that are left out, escaped, and the stand-in', () => {
		const trouble = { kind: 'refused', message: '<@1> **no**' } as const;
		const state = { ...NOTHING, troubles: [{ source: 'flickr' as const, trouble }] };
		const { content, components } = renderCrawlEnd('✅ done', state, options('en', true));
		expect(content).toContain('⚠️ Flickr refuses the request \\(\\<\\@1\\> \\*\\*no\\*\\*\\)');
		expect(content).toContain('local one on this machine');
		expect(components).toEqual([]);
	});

	test.each(['en', 'ja'] as const)('fits into a message with a hundred labels (%s)', (locale) => {
		const labels = Array.from({ length: 100 }, (_, id) =>
			label(id, { state: id === 50 ? 'running' : 'short' }),
		);
		const { content } = renderCrawl({ progress: { ...NOTHING, crawl: { labels } } }, options(locale, true));
		expect(content.length).toBeLessThanOrEqual(2_000);
		expect(content).toMatch(locale === 'en' ? /… and \d+ more$/ : /…ほか \d+ 行$/);
	});
});

test('spreading takes from each kind in turn', () => {
	expect(spread(['a1', 'a2', 'a3', 'b1', 'c1', 'c2'], ([kind]) => kind)).toEqual([
		'a1',
		'b1',
		'c1',
		'a2',
		'c2',
		'a3',
	]);
});

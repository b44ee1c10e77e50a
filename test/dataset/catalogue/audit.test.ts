import { beforeEach, describe, expect, it } from 'vitest';
import { Bench, openCatalogue } from './support.ts';

let bench: Bench;
beforeEach(async () => {
	bench = await Bench.open();
});

describe('the audit log', () => {
	it('keeps who did what, when, with its facts; latest first', async () => {
		const { audit } = bench.dataset;
		await audit.record({ action: 'label-add', by: '123', detail: { label: 'ハシブトガラス' } });
		bench.clock.advance(60_000);
		await audit.record({
			action: 'promote',
			by: 'cli',
			detail: { version: 'default/v2', pairs: 40, forced: false, before: null },
		});
		const [promoted, added] = await audit.list();
		expect(promoted).toEqual({
			id: promoted?.id,
			action: 'promote',
			by: 'cli',
			at: bench.clock.now(),
			detail: { version: 'default/v2', pairs: 40, forced: false, before: null },
		});
		expect(added).toMatchObject({ action: 'label-add', by: '123', detail: { label: 'ハシブトガラス' } });
		expect(promoted?.at.getTime()).toBe((added?.at.getTime() ?? 0) + 60_000);
	});

	it('is read page by page, by who, by what and by when', async () => {
		const { audit } = bench.dataset;
		for (let n = 0; n < 5; n++) {
			await audit.record({ action: n % 2 ? 'setting' : 'crawl', by: n < 3 ? 'ann' : 'ben', detail: { n } });
			bench.clock.advance(1_000);
		}
		const numbers = async (query: Parameters<typeof audit.list>[0]) =>
			(await audit.list(query)).map(({ detail }) => detail.n);
		const [, last] = await audit.list({ limit: 2 });
		expect(await numbers({ limit: 2 })).toEqual([4, 3]);
		expect(await numbers({ before: last?.id, limit: 2 })).toEqual([2, 1]);
		expect(await numbers({ by: 'ben' })).toEqual([4, 3]);
		expect(await numbers({ action: 'setting' })).toEqual([3, 1]);
		expect(await numbers({ by: 'ann', action: 'crawl' })).toEqual([2, 0]);
		expect(await numbers({ until: (await audit.list())[2]?.at })).toEqual([1, 0]);
	});

	it('shows nothing of another classifier, and asking leaves no trace', async () => {
		const catalogue = await openCatalogue();
		await catalogue.dataset('111').audit.record({ action: 'retrain', by: 'ann' });
		expect(await catalogue.dataset('222').audit.list()).toEqual([]);
		expect(await catalogue.dataset('default').audit.list()).toEqual([]);
		expect(await catalogue.classifiers()).toEqual(['111']);
	});

	it('cuts long reasons, and holds any text as it is', async () => {
		const { audit } = bench.dataset;
		await audit.record({
			action: 'undo',
			by: 'ann',
			detail: { long: 'x'.repeat(2_000), odd: '\ud800"\u0000;--' },
		});
		const [entry] = await audit.list();
		expect(entry?.detail).toEqual({ long: 'x'.repeat(500), odd: '\ud800"\u0000;--' });
	});
});

import { expect, test, vi } from 'vitest';
import { Closing } from '../../src/host/closing.ts';

function open() {
	const errors: { readonly part: string }[] = [];
	const closing = new Closing({ error: (facts: { part: string }) => void errors.push(facts) });
	const closed: string[] = [];
	return { closing, closed, errors };
}

/** Something that closes when the test says so. */
function held(): { readonly close: () => Promise<void>; readonly let: () => void; begun: boolean } {
	let release: () => void = () => {};
	const done = new Promise<void>((resolve) => {
		release = resolve;
	});
	const part = {
		begun: false,
		close: () => {
			part.begun = true;
			return done;
		},
		let: release,
	};
	return part;
}

test('what people see closes before what works, that before engines, and those before stores', async () => {
	const { closing, closed } = open();
	for (const stage of ['stores', 'lock', 'engines', 'work', 'stand-ins', 'faces'] as const)
		closing.add(stage, stage, async () => void closed.push(stage));
	await closing.run();
	expect(closed).toEqual(['faces', 'work', 'engines', 'stand-ins', 'stores', 'lock']);
});

test('parts of one stage close side by side, and the next stage waits for all of them', async () => {
	const { closing, closed } = open();
	const [bot, page] = [held(), held()];
	closing.add('faces', 'bot', bot.close);
	closing.add('faces', 'page', page.close);
	closing.add('work', 'crawls', () => closed.push('crawls'));
	const all = closing.run();
	await expect.poll(() => [bot.begun, page.begun]).toEqual([true, true]);
	page.let();
	await Promise.resolve();
	expect(closed).toEqual([]);
	bot.let();
	await all;
	expect(closed).toEqual(['crawls']);
});

test('a part that fails, or takes more than its time, is told and keeps no other from closing', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	try {
		const { closing, closed, errors } = open();
		closing.add('work', 'broken', () => Promise.reject(new Error('no')));
		closing.add('engines', 'endless', () => new Promise(() => {}));
		closing.add('stores', 'store', (ms) => closed.push(`store in ${ms} ms`));
		const all = closing.run();
		await vi.advanceTimersByTimeAsync(1_000);
		await all;
		expect(errors).toMatchObject([{ part: 'broken' }, { part: 'endless' }]);
		expect(closed).toEqual(['store in 200 ms']);
	} finally {
		vi.useRealTimers();
	}
});

test('everything closes once, however often it is asked for', async () => {
	const { closing, closed } = open();
	closing.add('stores', 'store', () => closed.push('store'));
	expect(closing.hasBegun).toBe(false);
	await Promise.all([closing.run(), closing.run()]);
	expect(closing.hasBegun).toBe(true);
	expect(closed).toEqual(['store']);
});

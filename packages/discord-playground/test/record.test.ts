import { once } from 'node:events';
import { Events, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { loggedIn, playgroundForTest } from './support.ts';

async function opened() {
	const playground = await playgroundForTest();
	const client = await loggedIn(playground);
	const record = playground.record();
	const { photos } = playground.demo.channels;
	const send = (content: string) => client.rest.post(Routes.channelMessages(photos), { body: { content } });
	return { playground, client, record, photos, send };
}

describe('a record of what the bot did', () => {
	it('finds calls by method, path, status and part of the body', async () => {
		const { record, photos, send } = await opened();
		await send('one');
		await send('two');
		const path = `/channels/${photos}/messages`;
		expect(record.matching({ method: 'POST', path })).toHaveLength(2);
		expect(record.expectCall({ path: /messages$/, status: 200, body: { content: 'two' } }).body).toEqual({
			content: 'two',
		});
		record.expectNoCall({ method: 'DELETE' });
		record.clear();
		expect(record.calls).toEqual([]);
		await send('three');
		record.stop();
		await send('four');
		expect(record.matching({ body: { content: 'four' } })).toEqual([]);
	});

	it('says what the bot did instead', async () => {
		const { record, send } = await opened();
		expect(() => record.expectCall({ method: 'POST' })).toThrow(/did not call "POST", but\n {2}nothing/);
		await send('one');
		expect(() => record.expectCall({ method: 'PUT' })).toThrow(/POST \/channels\/\d+\/messages → 200/);
		expect(() => record.expectNoCall({ method: 'POST' })).toThrow(/the bot called "POST"/);
	});

	it('tells bodies beyond Discord’s limits, not faults that were injected', async () => {
		const { playground, record, send } = await opened();
		playground.faults.add({ kind: 'error', status: 400, code: 50035, message: 'no', times: 1 });
		await expect(send('fine')).rejects.toThrow();
		record.expectNoViolation();
		await expect(send('x'.repeat(2001))).rejects.toThrow();
		expect(record.violations).toHaveLength(1);
		expect(() => record.expectNoViolation()).toThrow(/BASE_TYPE_MAX_LENGTH/);
	});
});

describe('faults by name', () => {
	it('befall the next call that is selected', async () => {
		const { playground, record, send } = await opened();
		playground.befall('429', { method: 'POST' });
		playground.befall('502', { method: 'POST' });
		await send('at last');
		expect(record.calls.map(({ status }) => status)).toEqual([429, 502, 200]);
		playground.befall('drop', { method: 'POST', times: 2 })();
		await send('undisturbed');
		expect(record.calls).toHaveLength(4);
	});

	it('befall the gateway at once', async () => {
		const { playground, client } = await opened();
		const [first] = playground.gateway.sessions;
		const resumed = once(client, Events.ShardResume);
		playground.befall('disconnect');
		await resumed;
		const begunAnew = once(client, Events.ShardReady);
		playground.befall('lost session');
		await begunAnew;
		expect(playground.gateway.sessions.map(({ id }) => id)).not.toContain(first?.id);
	});
});

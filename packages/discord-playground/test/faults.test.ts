import { Events, type Message } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { call, codesAt, loggedIn, playgroundForTest, pngOf } from './support.ts';

async function repliesUnderFaults(seed: number) {
	const playground = await playgroundForTest({ seed });
	const { general } = playground.demo.channels;
	const client = await loggedIn(playground);
	client.on(Events.MessageCreate, (message: Message) => {
		if (!message.author.bot) void message.reply({ content: 'ok', nonce: message.id, enforceNonce: true });
	});
	const post = () =>
		playground.postMessage({ channel: general, author: playground.demo.users.member, content: 'x' });
	const repliesTo = (id: string) =>
		playground.messages(general).filter((message) => message.message_reference?.message_id === id);
	return { playground, post, repliesTo };
}

describe('the real client survives', () => {
	it('429 and 5xx', async () => {
		const { playground, post, repliesTo } = await repliesUnderFaults(1);
		const path = /^\/channels\/\d+\/messages$/;
		playground.faults.add({ kind: 'rate-limit', retryAfterMs: 20, path, times: 1 });
		playground.faults.add({ kind: 'server-error', status: 502, path, times: 1 });
		playground.faults.add({ kind: 'server-error', status: 500, path, times: 1 });
		const message = post();
		await playground.replyTo(message);
		await playground.waitFor(() => playground.calls.at(-1)?.status === 200);
		expect(repliesTo(message.id)).toHaveLength(1);
		expect(playground.calls.filter(({ method }) => method === 'POST').map(({ status }) => status)).toEqual([
			429, 502, 500, 200,
		]);
		expect(playground.faults.injected).toBe(3);
	});

	it('a global limit', async () => {
		const { playground, post } = await repliesUnderFaults(1);
		playground.faults.add({
			kind: 'rate-limit',
			retryAfterMs: 20,
			scope: 'global',
			method: 'POST',
			times: 1,
		});
		await playground.replyTo(post());
		expect(playground.calls.find(({ status }) => status === 429)?.response).toMatchObject({ global: true });
	});

	it('answers lost after the fact, thanks to the nonce', async () => {
		const { playground, post, repliesTo } = await repliesUnderFaults(1);
		playground.faults.add({ kind: 'server-error', method: 'POST', applied: true, times: 1 });
		const first = post();
		await playground.replyTo(first);
		await playground.waitFor(() => playground.calls.filter(({ method }) => method === 'POST').length === 2);
		playground.faults.add({ kind: 'drop', method: 'POST', applied: true, times: 1 });
		const second = post();
		await playground.replyTo(second);
		await playground.waitFor(() => playground.calls.filter(({ method }) => method === 'POST').length === 4);
		expect([repliesTo(first.id).length, repliesTo(second.id).length]).toEqual([1, 1]);
		expect(playground.calls.map(({ status }) => status).filter((status) => status === 0)).toHaveLength(1);
	});

	it('faults by chance, with every message answered once', async () => {
		const { playground, post, repliesTo } = await repliesUnderFaults(7);
		const path = '/channels/';
		playground.faults.add({ kind: 'rate-limit', retryAfterMs: 5, path, probability: 0.1 });
		playground.faults.add({ kind: 'server-error', path, probability: 0.1, applied: true });
		const messages = Array.from({ length: 40 }, post);
		await Promise.all(messages.map((message) => playground.replyTo(message)));
		playground.faults.clear();
		expect(messages.map(({ id }) => repliesTo(id).length)).toEqual(messages.map(() => 1));
		expect(playground.faults.injected).toBeGreaterThan(3);
	});
});

describe('faults', () => {
	it('slow answers down, answer with any error, and act meanwhile', async () => {
		const playground = await playgroundForTest();
		const { general } = playground.demo.channels;
		const path = `/channels/${general}/messages`;
		const message = playground.postMessage({
			channel: general,
			author: playground.demo.users.member,
			content: 'x',
		});
		playground.faults.add({
			kind: 'error',
			status: 403,
			code: 50013,
			message: 'Missing Permissions',
			times: 1,
		});
		expect((await call(playground, 'POST', path, { content: 'x' })).body.code).toBe(50013);

		playground.faults.add({
			kind: 'meanwhile',
			times: 1,
			when: ({ body }) => JSON.stringify(body).includes(message.id),
			act: () => playground.deleteMessage(message),
		});
		const reply = await call(playground, 'POST', path, {
			content: 'x',
			message_reference: { message_id: message.id },
		});
		expect(codesAt(reply.body.errors, 'message_reference')).toEqual(['MESSAGE_REFERENCE_UNKNOWN_MESSAGE']);

		let overtaken = false;
		playground.faults.add({ kind: 'slow', delayMs: 50, method: 'POST', times: 1 });
		const slow = call(playground, 'POST', path, { content: 'slow' }).then(() => expect(overtaken).toBe(true));
		await call(playground, 'GET', '/users/@me');
		overtaken = true;
		await slow;
	});

	it('can be taken away again', async () => {
		const playground = await playgroundForTest();
		const remove = playground.faults.add({ kind: 'server-error' });
		expect((await call(playground, 'GET', '/users/@me')).status).toBe(502);
		remove();
		expect((await call(playground, 'GET', '/users/@me')).status).toBe(200);
	});

	it('befall the file host too', async () => {
		const playground = await playgroundForTest();
		const post = playground.postMessage({
			channel: playground.demo.channels.photos,
			author: playground.demo.users.member,
			attachments: [{ name: 'a.png', bytes: pngOf(1, 1) }],
		});
		const url = post.attachments[0]?.url ?? '';
		playground.faults.add({ kind: 'server-error', status: 503, path: '/attachments/', times: 1 });
		expect((await fetch(url)).status).toBe(503);
		playground.faults.add({ kind: 'drop', path: '/attachments/', times: 1 });
		await expect(fetch(url)).rejects.toThrow();
		expect((await fetch(url)).status).toBe(200);
	});
});

describe('rate limits', () => {
	it('are announced on every answer and never enforced unless asked', async () => {
		const playground = await playgroundForTest();
		const path = `/channels/${playground.demo.channels.general}/messages`;
		for (let count = 0; count < 8; count++) {
			const { status, headers } = await call(playground, 'POST', path, { content: 'x' });
			expect([status, headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual([
				200,
				'5',
				'4',
			]);
		}
		const other = await call(playground, 'GET', '/users/@me');
		expect(other.headers.get('x-ratelimit-bucket')).toMatch(/^[0-9a-f]{32}$/);
	});

	it('hold per route and channel when documented', async () => {
		let now = Date.now();
		const clock = { now: () => now, schedule: () => () => {} };
		const playground = await playgroundForTest({ clock, rateLimits: 'documented' });
		const { channels } = playground.demo;
		const send = (channel: string) =>
			call(playground, 'POST', `/channels/${channel}/messages`, { content: 'x' });
		const remaining: (string | null)[] = [];
		for (let count = 0; count < 5; count++) {
			remaining.push((await send(channels.general)).headers.get('x-ratelimit-remaining'));
		}
		expect(remaining).toEqual(['4', '3', '2', '1', '0']);
		const refused = await send(channels.general);
		expect(refused).toMatchObject({ status: 429, body: { global: false, retry_after: 5 } });
		expect(refused.headers.get('x-ratelimit-scope')).toBe('user');
		expect((await send(channels.photos)).status).toBe(200);
		now += 5_000;
		expect((await send(channels.general)).status).toBe(200);
	});

	it('hold for everything together when documented', async () => {
		const clock = { now: () => 1_800_000_000_000, schedule: () => () => {} };
		const playground = await playgroundForTest({ clock, rateLimits: 'documented' });
		const statuses: number[] = [];
		for (let count = 0; count < 51; count++)
			statuses.push((await call(playground, 'GET', count % 2 ? '/users/@me' : '/gateway')).status);
		expect(statuses.filter((status) => status === 200)).toHaveLength(50);
		expect(statuses.at(-1)).toBe(429);
	});
});

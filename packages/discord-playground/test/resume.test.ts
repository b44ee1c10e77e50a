import { once } from 'node:events';
import { Events, type Message } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { loggedIn, playgroundForTest, RawGateway, settle } from './support.ts';

describe('losing the socket', () => {
	it('replays what was missed, in order, nothing twice', async () => {
		const playground = await playgroundForTest();
		const client = await loggedIn(playground);
		const seen: string[] = [];
		client.on(Events.MessageCreate, (message: Message) => seen.push(message.content));
		const post = (content: string) =>
			playground.postMessage({
				channel: playground.demo.channels.general,
				author: playground.demo.users.member,
				content,
			});

		const expected: string[] = [];
		for (let round = 0; round < 3; round++) {
			const resumed = once(client, Events.ShardResume);
			for (let index = 0; index < 10; index++) {
				const content = `${round}.${index}`;
				expected.push(content);
				post(content);
				if (index === 4) playground.gateway.dropSockets(round === 0 ? 4000 : undefined);
			}
			await resumed;
		}
		await playground.waitFor(() => seen.length >= expected.length);
		await settle();
		expect(seen).toEqual(expected);
		expect(playground.gateway.sessions).toMatchObject([{ state: 'connected', resumes: 3 }]);
	});

	it('resumes when asked to reconnect with opcode 7, and after a resumable opcode 9', async () => {
		const playground = await playgroundForTest();
		const client = await loggedIn(playground);
		let resumed = once(client, Events.ShardResume);
		playground.gateway.requestReconnect();
		await resumed;
		resumed = once(client, Events.ShardResume);
		playground.gateway.invalidateSessions({ resumable: true });
		await resumed;
		expect(playground.gateway.sessions).toMatchObject([{ resumes: 2 }]);
	});

	it('starts a new session after an invalid one', async () => {
		const playground = await playgroundForTest();
		const client = await loggedIn(playground);
		const [{ id: first } = { id: '' }] = playground.gateway.sessions;
		const again = once(client, Events.ShardReady);
		playground.gateway.invalidateSessions();
		await again;
		expect(playground.gateway.sessions).toHaveLength(1);
		expect(playground.gateway.sessions[0]?.id).not.toBe(first);
	});

	it('answers a resume of a session it has forgotten with opcode 9', async () => {
		const playground = await playgroundForTest();
		const client = await loggedIn(playground);
		const again = once(client, Events.ShardReady);
		playground.gateway.forgetSessions();
		playground.gateway.dropSockets();
		await again;
		expect(playground.gateway.sessions).toMatchObject([{ state: 'connected', resumes: 0 }]);
	});

	it('lets the client find out about a zombie connection by itself', async () => {
		const playground = await playgroundForTest({ heartbeatIntervalMs: 60 });
		const client = await loggedIn(playground);
		const seen = once(client, Events.MessageCreate);
		playground.gateway.setSilent(true);
		playground.postMessage({
			channel: playground.demo.channels.general,
			author: playground.demo.users.member,
			content: 'into the void',
		});
		playground.gateway.setSilent(false);
		expect(await seen).toMatchObject([{ content: 'into the void' }]);
		expect(playground.gateway.sessions.at(-1)?.resumes).toBe(1);
	});

	it('ends the session on a normal close, and after five minutes without a socket', async () => {
		let now = Date.now();
		const clock = { now: () => now, schedule: () => () => {} };
		const playground = await playgroundForTest({ clock });
		const first = new RawGateway(playground);
		const ready = await first.identify(playground, 1);
		first.socket.terminate();
		await playground.waitFor(() => !playground.gateway.connected);
		now += 5 * 60_000 + 1;
		const late = new RawGateway(playground);
		await late.packet(({ op }) => op === 10);
		late.send(6, { token: playground.token, session_id: ready.d.session_id, seq: 1 });
		expect((await late.packet(({ op }) => op === 9)).d).toBe(false);

		late.send(2, { token: playground.token, intents: 1, properties: {} });
		await late.packet(({ t }) => t === 'READY');
		late.socket.close(1000);
		await playground.waitFor(() => playground.gateway.sessions.length === 0);
	});
});

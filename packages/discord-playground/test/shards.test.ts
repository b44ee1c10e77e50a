import { Events, GatewayIntentBits, ShardClientUtil } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../src/clock.ts';
import type { PlaygroundOptions } from '../src/playground-options.ts';
import { call, clientFor, logIn, playgroundForTest, RawGateway, settle } from './support.ts';

const SHARDS = 3;
const IDENTIFY = 2;

/** A playground with a server on each shard. */
async function spreadWorld(options: PlaygroundOptions = {}) {
	const clock = createManualClock();
	const playground = await playgroundForTest({ world: { users: {}, servers: [] }, clock, ...options });
	const ada = playground.world.addUser({ username: 'ada' }).id;
	const channels = new Map<number, { readonly guild: string; readonly channel: string }>();
	while (channels.size < SHARDS) {
		// Ids of one moment are of one shard.
		clock.advance(1);
		const guild = playground.world.addGuild({ name: 'Server', owner: ada }).id;
		const channel = playground.world.addChannel({ guild, name: 'photos' }).id;
		channels.set(ShardClientUtil.shardIdForGuildId(guild, SHARDS), { guild, channel });
	}
	return { playground, clock, ada, channels };
}

/** The packets of one who logs in as a shard. */
async function identify(gateway: RawGateway, token: string, shard: readonly [number, number]): Promise<void> {
	await gateway.packet(({ op }) => op === 10);
	gateway.send(IDENTIFY, { token, intents: GatewayIntentBits.Guilds, properties: {}, shard });
}

describe('the real client with several shards', () => {
	it('hears of each server on its shard, and of direct messages on the first', async () => {
		const { playground, ada, channels } = await spreadWorld({ sharding: { recommended: SHARDS } });
		const client = await logIn(clientFor(playground, { shards: 'auto' }), playground);
		expect(client.ws.shards.size).toBe(SHARDS);
		for (const [shard, { guild }] of channels) expect(client.guilds.cache.get(guild)?.shardId).toBe(shard);
		const heard: (string | null)[] = [];
		client.on(Events.Raw, (packet: { t: string; d: { guild_id?: string } }, shard: number) => {
			if (packet.t === 'MESSAGE_CREATE') heard.push(`${shard} ${packet.d.guild_id ?? 'direct'}`);
		});
		for (const { channel } of channels.values())
			playground.postMessage({ channel, author: ada, content: 'hello' });
		const direct = playground.world.openDm([ada, playground.bot.id]);
		playground.postMessage({ channel: direct.id, author: ada, content: 'hello' });
		await playground.waitFor(() => heard.length >= SHARDS + 1);
		const expected = [...channels].map(([shard, { guild }]) => `${shard} ${guild}`);
		expect(heard.sort()).toEqual([...expected, '0 direct'].sort());
	});

	it('loses the connection of one shard and misses nothing, while the others hear on', async () => {
		const { playground, ada, channels } = await spreadWorld();
		const client = await logIn(clientFor(playground, { shards: [0, 1, 2], shardCount: SHARDS }), playground);
		const heard: string[] = [];
		client.on(Events.MessageCreate, ({ content }) => heard.push(content));
		playground.gateway.dropSockets(4000, { shard: 1 });
		for (const [shard, { channel }] of channels)
			playground.postMessage({ channel, author: ada, content: `to shard ${shard}` });
		await playground.waitFor(() => heard.length >= SHARDS);
		await settle();
		expect(heard.sort()).toEqual(['to shard 0', 'to shard 1', 'to shard 2']);
		const sessions = playground.gateway.sessions.map(({ shard, resumes }) => [shard, resumes]);
		expect(sessions.sort()).toEqual([
			[[0, SHARDS], 0],
			[[1, SHARDS], 1],
			[[2, SHARDS], 0],
		]);
	});
});

describe('GET /gateway/bot', () => {
	it('recommends a shard for each 1,000 servers, one at least, unless told otherwise', async () => {
		const gateway = async (options: PlaygroundOptions) =>
			(await call(await playgroundForTest(options), 'GET', '/gateway/bot')).body;
		expect(await gateway({})).toMatchObject({ shards: 1, session_start_limit: { max_concurrency: 1 } });
		const told = await gateway({ sharding: { recommended: 8, maxConcurrency: 16 } });
		expect(told).toMatchObject({ shards: 8, session_start_limit: { max_concurrency: 16 } });
	});

	it('counts each login', async () => {
		const playground = await playgroundForTest();
		const remaining = async () => (await call(playground, 'GET', '/gateway/bot')).body.session_start_limit;
		expect(await remaining()).toMatchObject({ total: 1000, remaining: 1000 });
		await new RawGateway(playground).identify(playground, 0);
		expect(await remaining()).toMatchObject({ total: 1000, remaining: 999 });
	});
});

describe('logging in', () => {
	it('is refused where a session would have too many servers', async () => {
		const { playground } = await spreadWorld({ sharding: { maxGuilds: 2 } });
		const whole = new RawGateway(playground);
		await identify(whole, playground.token, [0, 1]);
		expect(await whole.closed).toBe(4011);
		const part = new RawGateway(playground);
		await identify(part, playground.token, [0, SHARDS]);
		expect((await part.packet(({ t }) => t === 'READY')).d).toMatchObject({ shard: [0, SHARDS] });
	});

	it('is refused as a shard that there is not', async () => {
		const { playground } = await spreadWorld();
		const gateway = new RawGateway(playground);
		await identify(gateway, playground.token, [SHARDS, SHARDS]);
		expect(await gateway.closed).toBe(4010);
	});

	it('takes one shard of a bucket in five seconds', async () => {
		const { playground, clock } = await spreadWorld({
			rateLimits: 'documented',
			sharding: { maxConcurrency: 2 },
		});
		const outcome = async (shard: number) => {
			const gateway = new RawGateway(playground);
			await identify(gateway, playground.token, [shard, SHARDS]);
			const { op } = await gateway.packet(({ op, t }) => op === 9 || t === 'READY');
			return op === 9 ? 'invalid session' : 'ready';
		};
		expect(await outcome(0)).toBe('ready');
		expect(await outcome(1)).toBe('ready');
		expect(await outcome(2)).toBe('invalid session');
		clock.advance(5_000);
		expect(await outcome(2)).toBe('ready');
	});
});

import { GatewayIntentBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { playgroundForTest, RawGateway } from './support.ts';

describe('the gateway protocol', () => {
	it('acknowledges heartbeats, also before identifying, and asks for one', async () => {
		const playground = await playgroundForTest();
		const gateway = new RawGateway(playground);
		const hello = await gateway.packet(({ op }) => op === 10);
		expect(hello.d).toEqual({ heartbeat_interval: 41_250 });
		gateway.send(1, null);
		await gateway.packet(({ op }) => op === 11);
		playground.gateway.requestHeartbeat();
		await gateway.packet(({ op }) => op === 1);
	});

	it('closes a connection whose heartbeats stay out', async () => {
		const playground = await playgroundForTest({ heartbeatIntervalMs: 30 });
		expect(await new RawGateway(playground).closed).toBe(4009);
	});

	const identify = { token: '', intents: 1, properties: {} };
	const cases: [name: string, code: number, act: (gateway: RawGateway, token: string) => void][] = [
		['an event before identifying', 4003, (gateway) => gateway.send(3, {})],
		['what is not JSON', 4002, (gateway) => gateway.socket.send('{')],
		['a payload over 4096 bytes', 4002, (gateway) => gateway.send(1, 'x'.repeat(4096))],
		[
			'a second identify',
			4005,
			(gateway, token) => {
				gateway.send(2, { ...identify, token });
				gateway.send(2, { ...identify, token });
			},
		],
		[
			'an unknown opcode',
			4001,
			(gateway, token) => {
				gateway.send(2, { ...identify, token });
				gateway.send(77, {});
			},
		],
		[
			'more than 120 payloads a minute',
			4008,
			(gateway) => {
				for (let index = 0; index < 130; index++) gateway.send(1, null);
			},
		],
		[
			'intents that do not exist',
			4013,
			(gateway, token) => gateway.send(2, { ...identify, token, intents: 1 << 30 }),
		],
		[
			'intents that are no number',
			4013,
			(gateway, token) => gateway.send(2, { ...identify, token, intents: 'all' }),
		],
		[
			'a shard out of range',
			4010,
			(gateway, token) => gateway.send(2, { ...identify, token, shard: [2, 2] }),
		],
		['an identify without properties', 4002, (gateway, token) => gateway.send(2, { token, intents: 1 })],
	];
	it.each(cases)('closes %s with %i', async (_name, code, act) => {
		const playground = await playgroundForTest();
		const gateway = new RawGateway(playground);
		await gateway.packet(({ op }) => op === 10);
		act(gateway, playground.token);
		expect(await gateway.closed).toBe(code);
	});

	it('closes other versions with 4012', async () => {
		const playground = await playgroundForTest();
		expect(await new RawGateway(playground, 'v=6&encoding=json').closed).toBe(4012);
	});

	it('closes a resume ahead of the session with 4007', async () => {
		const playground = await playgroundForTest();
		const first = new RawGateway(playground);
		const { d } = await first.identify(playground, 1);
		first.socket.terminate();
		const second = new RawGateway(playground);
		await second.packet(({ op }) => op === 10);
		second.send(6, { token: playground.token, session_id: d.session_id, seq: 9_999 });
		expect(await second.closed).toBe(4007);
	});

	it('spreads guilds over shards', async () => {
		const playground = await playgroundForTest();
		const guildsOf = async (shard: [number, number]) => {
			const gateway = new RawGateway(playground);
			await gateway.packet(({ op }) => op === 10);
			gateway.send(2, { token: playground.token, intents: 1, shard, properties: {} });
			return (await gateway.packet(({ t }) => t === 'READY')).d.guilds.map(({ id }) => id);
		};
		const { park, zoo } = playground.demo.guilds;
		const shardOf = (id: string) => Number((BigInt(id) >> 22n) % 2n);
		expect(await guildsOf([0, 2])).toEqual([park, zoo].filter((id) => shardOf(id) === 0));
		expect(await guildsOf([1, 2])).toEqual([park, zoo].filter((id) => shardOf(id) === 1));
	});

	it('lists members on request', async () => {
		const playground = await playgroundForTest();
		const gateway = new RawGateway(playground);
		await gateway.identify(playground, GatewayIntentBits.Guilds | GatewayIntentBits.GuildMembers);
		const { guilds, users } = playground.demo;
		gateway.send(8, { guild_id: guilds.park, user_ids: [users.member, '1'], nonce: 'ids' });
		const byId = await gateway.packet(({ t, d }) => t === 'GUILD_MEMBERS_CHUNK' && d.nonce === 'ids');
		expect(byId.d.members).toMatchObject([{ user: { id: users.member } }]);
		expect(byId.d.not_found).toEqual(['1']);
		gateway.send(8, { guild_id: guilds.park, query: '', limit: 0, nonce: 'all' });
		const all = await gateway.packet(({ t, d }) => t === 'GUILD_MEMBERS_CHUNK' && d.nonce === 'all');
		expect(all.d.members.length).toBeGreaterThan(4);
	});
});

import { expect, test } from 'vitest';
import { answer, openWorld, photo } from './harness.ts';

/** `HANTEI_STRESS=2000` takes two minutes. */
const PHOTOS = Number(process.env['HANTEI_STRESS'] ?? 60);

const INTERVAL_MS = 60;
const CHANNELS_PER_GUILD = 3;
const GUILDS = 4;

/** Ten seconds in the full run. */
const SOCKET_DROPS = 12;

/** One connection in so many cannot be resumed: its messages must be fetched. */
const LOST_SESSION_EVERY = 4;

const VERDICTS = ['crow', 'monkey', 'boar'];

test(`${PHOTOS} photos in ${GUILDS} servers get one reply each, in order, while Discord fails`, async () => {
	const world = await openWorld({
		playground: { seed: 7, callsKept: 100 },
		limits: {
			member: { burst: PHOTOS, perSecond: 1 },
			channel: { burst: PHOTOS, perSecond: 1 },
		},
	});
	const { playground } = world;
	const author = playground.demo.users.owner;
	const guilds = Array.from({ length: GUILDS }, (_, index) =>
		playground.world.addGuild({ name: `guild ${index}`, owner: author }),
	);
	const channels = guilds.flatMap((guild) =>
		Array.from({ length: CHANNELS_PER_GUILD }, (_, index) =>
			playground.world.addChannel({ guild, name: `photos-${index}` }),
		),
	);
	await playground.waitFor(() => world.bot.status().guilds === GUILDS + 2);

	// Together 5 % of all calls.
	const share = 0.0125;
	for (const name of ['429', '502', '504 applied', 'drop applied'] as const)
		playground.befall(name, { probability: share, times: Number.POSITIVE_INFINITY });

	const posted = new Map<string, { channel: string; verdict: string }>();
	const heapBefore = process.memoryUsage().heapUsed;
	let drops = 0;
	await new Promise<void>((resolve) => {
		const dropEvery = Math.max(1, Math.floor(PHOTOS / SOCKET_DROPS));
		const timer = setInterval(() => {
			const index = posted.size;
			const channel = channels[index % channels.length]?.id ?? '';
			const verdict = VERDICTS[index % VERDICTS.length] ?? '';
			const { id } = playground.postMessage({ channel, author, attachments: [photo(verdict)] });
			posted.set(id, { channel, verdict });
			if (posted.size % dropEvery === 0) {
				playground.befall(++drops % LOST_SESSION_EVERY === 0 ? 'lost session' : 'disconnect');
			}
			if (posted.size < PHOTOS) return;
			clearInterval(timer);
			resolve();
		}, INTERVAL_MS);
	});
	await playground.waitFor(() => world.bot.status().answered >= PHOTOS, {
		timeoutMs: 60_000,
		what: 'the last answer',
	});

	for (const { id: channel } of channels) {
		const messages = playground.messages(channel);
		const expected = [...posted].filter(([, { channel: its }]) => its === channel);
		// Besides the welcome to a server that is new to the bot.
		const replies = messages.filter(
			({ author, message_reference }) => author.id === playground.bot.id && message_reference,
		);
		expect(replies.map((reply) => reply.message_reference?.message_id)).toEqual(expected.map(([id]) => id));
		expect(replies.map(answer)).toEqual(expected.map(([, { verdict }]) => `**${verdict}** 94 %`));
	}
	expect(playground.faults.injected).toBeGreaterThan(0);
	expect(world.bot.status().lastFailure).toBeNull();
	if (process.env['HANTEI_STRESS']) {
		const heap = `heap ${mb(heapBefore)} → ${mb(process.memoryUsage().heapUsed)} MB`;
		process.stderr.write(`${PHOTOS} photos, ${drops} drops, ${playground.faults.injected} faults, ${heap}\n`);
	}
	await world.end();
}, 600_000);

function mb(bytes: number): string {
	return (bytes / 1e6).toFixed(0);
}

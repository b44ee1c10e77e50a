import { performance } from 'node:perf_hooks';
import type { Playground } from 'discord-playground';
import { startPlayground } from 'discord-playground';
import { features } from '../../commands/index.ts';
import { DEFAULT_LIMITS } from '../../src/bot/limits.ts';
import { type Bot, startBot } from '../../src/bot/start.ts';
import type { Predictor } from '../../src/registry/predictor.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openStore } from '../../src/store/store.ts';
import { hostWith } from '../../test/support/host.ts';
import {
	type Durations,
	median,
	milliseconds,
	quantile,
	timeConcurrently,
	timeInTurn,
	times,
} from '../measure.ts';
import { drawPhoto } from '../pictures.ts';
import { atLeast, atMost, type Row, type Section } from '../report.ts';
import { bundledBackbone, logger, openEngine, serveStarter } from '../setup.ts';

const MESSAGES = 300;
const IN_FLIGHT = 20;
/** Far beyond what a bench posts: cool-downs are for people. */
const UNLIMITED = { burst: 1e6, perSecond: 1e6 };

/** From a message to its reply, and what commands wait for meanwhile, through the stand-in Discord. */
export async function chat(): Promise<Section> {
	const engine = openEngine(await bundledBackbone(), 2);
	const serving = await serveStarter(engine);
	const playground = await startPlayground({ callsKept: 1 });
	const bot = await openBot(playground, serving);
	const photo = await drawPhoto(1200, 900, 1);
	const room = new Room(playground, photo);

	const turns = await timeInTurn(
		{ judged: () => serving.predict(photo), replied: () => room.reply(0) },
		{ rounds: 100, warmUp: 10 },
	);
	const added = turns.replied.map((duration, round) => duration - turns.judged[round]);

	const perSecond = (duration: number) => MESSAGES / (duration / 1000);
	const load = { total: MESSAGES, concurrency: IN_FLIGHT };
	const ratios: number[] = [];
	let engineRate = 0;
	let chatRate = 0;
	const waits: number[] = [];
	for (let round = 0; round < 3; round++) {
		engineRate = perSecond(await timeConcurrently(() => serving.predict(photo), load));
		const latencies: number[] = [];
		const chatting = timeConcurrently(async (index) => latencies.push(await room.reply(index)), load);
		waits.push(...(await commandWaits(playground, chatting)));
		chatRate = perSecond(await chatting);
		ratios.push(chatRate / engineRate);
		room.latencies.push(...latencies);
	}

	await bot.close();
	await playground.close();
	await engine.close();
	return {
		title: 'Chat: from message to reply',
		method: `The real discord.js client against the stand-in Discord in the same process, two workers, 1 MP photos. One in flight: in turn with judging the same photo directly. ${IN_FLIGHT} in flight: ${MESSAGES} messages over several channels, in turn with the engine alone; a /help every 50 ms meanwhile.`,
		rows: [
			spread('one in flight: message to reply', turns.replied),
			spread('one in flight: judging alone', turns.judged),
			atMost(
				'one in flight: added by the way there and back (median of pairs)',
				median(added),
				15,
				milliseconds,
			),
			spread(`${IN_FLIGHT} in flight: message to reply`, room.latencies),
			{
				what: `${IN_FLIGHT} in flight: messages a second; the engine alone`,
				result: `${chatRate.toFixed(1)}; ${engineRate.toFixed(1)}`,
			},
			atLeast(`${IN_FLIGHT} in flight: against the engine alone (median of 3)`, median(ratios), 0.9, times),
			atMost('a command acknowledged at full load, p99', quantile(waits, 0.99), 100, milliseconds),
		],
	};
}

async function openBot(playground: Playground, judge: Predictor): Promise<Bot> {
	const bot = await startBot({
		...(await hostWith({
			predictors: { of: () => judge, refresh: async () => {}, onChange: () => () => {} },
			store: openStore(openDatabase(':memory:'), logger),
			logger,
		})),
		token: playground.token,
		// discord.js holds itself to the 50 calls a second that Discord allows; here the way itself is measured.
		rest: { ...playground.restOptions, globalRequestsPerSecond: Number.POSITIVE_INFINITY },
		extraAttachmentHosts: [new URL(playground.url).host],
		features,
		limits: { ...DEFAULT_LIMITS, member: UNLIMITED, channel: UNLIMITED },
	});
	await bot.ready;
	await playground.waitFor(
		() => playground.commandsFor(playground.demo.users.member, playground.demo.channels.photos).length > 0,
	);
	return bot;
}

/** Posts photos and hears the replies. */
class Room {
	readonly latencies: number[] = [];
	readonly #playground: Playground;
	readonly #photo: Buffer;
	readonly #waiting = new Map<string, () => void>();

	constructor(playground: Playground, photo: Buffer) {
		this.#playground = playground;
		this.#photo = photo;
		playground.on('message', ({ message_reference }) =>
			this.#waiting.get(message_reference?.message_id ?? '')?.(),
		);
	}

	/** Posts the photo in one of several channels; milliseconds until the reply. */
	async reply(index: number): Promise<number> {
		const { channels, users } = this.#playground.demo;
		const places = [channels.photos, channels.general, channels.zooGeneral, channels.zooPhotos];
		const start = performance.now();
		const { id } = this.#playground.postMessage({
			channel: places[index % places.length],
			author: users.owner,
			attachments: [{ name: 'photo.jpg', bytes: this.#photo }],
		});
		await new Promise<void>((resolve) => this.#waiting.set(id, resolve));
		this.#waiting.delete(id);
		return performance.now() - start;
	}
}

/** Invokes a command again and again while something runs; milliseconds until each was acknowledged. */
async function commandWaits(playground: Playground, during: Promise<unknown>): Promise<number[]> {
	const { channels, users } = playground.demo;
	const waits: number[] = [];
	let running = true;
	void during.finally(() => {
		running = false;
	});
	while (running) {
		const start = performance.now();
		const interaction = playground.invoke({ user: users.member, channel: channels.general, command: 'help' });
		await interaction.acknowledged;
		waits.push(performance.now() - start);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	return waits;
}

function spread(what: string, durations: Durations): Row {
	return {
		what,
		result: `p50 ${milliseconds(median(durations))}, p95 ${milliseconds(quantile(durations, 0.95))}`,
	};
}

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REST, Routes } from 'discord.js';
import { type APIMessage, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { BotRecord, Playground, PlaygroundOptions, Upload } from 'discord-playground';
import { startPlayground } from 'discord-playground';
import { pino } from 'pino';
import { vi } from 'vitest';
import { features } from '../../commands/index.ts';
import type { BotOptions } from '../../src/bot/start.ts';
import { type Bot, startBot } from '../../src/bot/start.ts';
import type { Crawler } from '../../src/crawl/open-crawler.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { UserError } from '../../src/errors.ts';
import type { Logger } from '../../src/log.ts';
import { PROCESSOR } from '../../src/model/engine/providers/device.ts';
import type {
	LivePredictors,
	LoadedModel,
	Predictor,
	PredictorStatus,
} from '../../src/registry/predictor.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { LABELS, MODEL, prediction } from '../bot/fixtures.ts';
import { drawPicture } from '../crawl/pictures.ts';
import { hostWith } from '../support/host.ts';

/** A picture that the fake judge reads its verdict from: `crow`, `unsure crow`, `unknown`, or an error code. */
export function photo(verdict = 'crow', options: Partial<Upload> = {}): Upload {
	return { name: 'photo.png', bytes: Buffer.from(verdict), ...options };
}

const VERDICT = 'verdict:';

/** The same, as a picture that can be seen. */
export async function realPhoto(verdict: string, options: Partial<Upload> = {}): Promise<Upload> {
	const jpeg = await drawPicture(verdict.length);
	return { name: 'photo.jpg', bytes: Buffer.concat([jpeg, Buffer.from(VERDICT + verdict)]), ...options };
}

/** Counts what it judges and says what the bytes say; `before` can hold a verdict back or refuse it. */
export class FakePredictor implements Predictor {
	judged = 0;
	before: (verdict: string) => Promise<void> | void = () => {};

	async predict(bytes: Uint8Array, options?: { signal?: AbortSignal }) {
		const [verdict = ''] = Buffer.from(bytes).toString().split(VERDICT).slice(-1);
		await this.before(verdict);
		options?.signal?.throwIfAborted();
		this.judged += 1;
		if (verdict === 'heic') throw new UserError('image-unsupported', { format: 'HEIC' });
		if (verdict === 'bug') throw new TypeError('x is not a function');
		if (verdict === 'unknown') return prediction('unknown');
		const [label = '', unsure] = verdict.split(' ').reverse();
		const rest = LABELS.filter((other) => other !== label);
		const confidences = { [label]: 0.94, [rest[0] ?? 'a']: 0.04, [rest[1] ?? 'b']: 0.02 };
		return unsure
			? prediction('unsure', { [label]: 0.43, [rest[0] ?? 'a']: 0.4, [rest[1] ?? 'b']: 0.17 })
			: prediction('sure', confidences);
	}

	loaded(): Promise<LoadedModel> {
		return Promise.reject(new UserError('no-model', { classifier: 'default' }));
	}

	status(): PredictorStatus {
		return {
			model: MODEL,
			labels: LABELS,
			backbone: 'bundled',
			queue: { waiting: 0, limit: 100, workers: 2 },
			device: PROCESSOR,
			judged: this.judged,
		};
	}
}

/** One judge for all classifiers, which never changes. */
export function predictorsOf(predictor: Predictor): LivePredictors {
	return { of: () => predictor, refresh: async () => {}, onChange: () => () => {} };
}

export interface LogLine {
	readonly level: number;
	readonly msg: string;
	readonly [fact: string]: unknown;
}

/** A real logger whose lines are kept. */
export function recordingLogger(): { logger: Logger; lines: LogLine[] } {
	const lines: LogLine[] = [];
	const logger = pino(
		{ level: 'debug', base: null },
		{ write: (line: string) => lines.push(JSON.parse(line)) },
	);
	return { logger, lines };
}

export interface World {
	readonly playground: Playground;
	/** What the bot has called; that it kept to Discord's limits is checked at the end. */
	readonly record: BotRecord;
	readonly predictor: FakePredictor;
	readonly store: Store;
	readonly log: LogLine[];
	/** The bot that runs now. */
	bot: Bot;
	/** Starts (another) bot on the same store. */
	start(options?: Partial<BotOptions>): Promise<Bot>;
	end(): Promise<void>;
}

/** A catalogue without labels, and a photo store that was never written to. */
export async function emptyDataset(): Promise<Pick<BotOptions, 'catalogue' | 'photoStore'>> {
	return {
		catalogue: await Catalogue.open(openDatabase(':memory:')),
		photoStore: new PhotoStore(join(tmpdir(), 'hantei-no-photos')),
	};
}

/** A host that could collect photos; for tests in which nothing is collected. */
export function idleCrawler(): Crawler {
	const refuse = () => Promise.reject(new Error('nothing is collected in this test'));
	return {
		sources: ['inaturalist'],
		isLocal: false,
		localLabels: [],
		crawl: refuse,
		preview: refuse,
		searchTaxa: async () => [],
		fetchPicture: async () => undefined,
		taxonName: async () => undefined,
		close: async () => {},
	};
}

/** A playground with the bot logged in to it. */
export async function openWorld(
	options: Partial<BotOptions> & {
		readonly playground?: PlaygroundOptions;
		/** Whether servers are greeted; they have been already, unless a test is about that. */
		readonly greets?: boolean;
		/** What happens before the bot's first start. */
		readonly before?: (playground: Playground) => void;
	} = {},
): Promise<World> {
	const { playground: playgroundOptions, before, greets = false, ...botOptions } = options;
	const playground = await startPlayground({ botName: 'hantei', ...playgroundOptions });
	const record = playground.record();
	before?.(playground);
	const { logger, lines } = recordingLogger();
	const predictor = new FakePredictor();
	const store = openStore(openDatabase(':memory:'), logger);
	if (!greets) {
		const greeted = Object.values(playground.demo.guilds).map((id) => store.keyv('greetings').set(id, 0));
		await Promise.all(greeted);
	}
	const dataset = await emptyDataset();
	const start = async (more: Partial<BotOptions> = {}) => {
		const host = await hostWith({
			predictors: predictorsOf(predictor),
			store,
			logger,
			...dataset,
			...botOptions,
			...more,
		});
		const bot = await startBot({
			token: playground.token,
			features,
			rest: playground.restOptions,
			extraAttachmentHosts: [new URL(playground.url).host],
			...botOptions,
			...more,
			...host,
		});
		await bot.ready;
		return bot;
	};
	const world: World = {
		playground,
		record,
		predictor,
		store,
		log: lines,
		bot: await start(),
		async start(more) {
			world.bot = await start(more);
			return world.bot;
		},
		async end() {
			await world.bot.close();
			await playground.close();
			record.expectNoViolation();
		},
	};
	return world;
}

/** The text of an answer without its small print. */
export function answer({ content }: { readonly content: string }): string {
	return content.split('\n-# ')[0] ?? '';
}

/** A message of the bot with a button of any custom id, as an older Hantei may have sent it. */
export async function postButton({ playground }: World, customId: string): Promise<APIMessage> {
	const { restOptions, token, demo } = playground;
	const button = {
		type: ComponentType.Button,
		style: ButtonStyle.Secondary,
		label: 'old',
		custom_id: customId,
	};
	const rest = new REST(restOptions).setToken(token);
	const body = { content: 'old', components: [{ type: ComponentType.ActionRow, components: [button] }] };
	return (await rest.post(Routes.channelMessages(demo.channels.general), { body })) as APIMessage;
}

/** Repeats an expectation until it holds; a loaded machine may take its time. */
export function eventually(expectation: () => void | Promise<void>): Promise<void> {
	return vi.waitFor(expectation, { timeout: 20_000 });
}

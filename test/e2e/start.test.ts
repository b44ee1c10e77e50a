import type { Playground } from 'discord-playground';
import { startPlayground } from 'discord-playground';
import { afterEach, describe, expect, test } from 'vitest';
import { features } from '../../commands/index.ts';
import { type Bot, startBot } from '../../src/bot/start.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openStore } from '../../src/store/store.ts';
import { hostWith } from '../support/host.ts';
import {
	answer,
	eventually,
	FakePredictor,
	openWorld,
	photo,
	predictorsOf,
	recordingLogger,
	type World,
} from './harness.ts';

let world: World | undefined;
let playground: Playground | undefined;
let bot: Bot | undefined;

afterEach(async () => {
	await world?.end();
	await bot?.close();
	await playground?.close();
	world = undefined;
	bot = undefined;
	playground = undefined;
});

describe('without the Message Content intent', () => {
	test('the bot explains the portal’s steps, starts, and answers where Discord shows it photos', async () => {
		world = await openWorld({ playground: { privilegedIntents: { messageContent: false } } });
		const { demo, bot: self } = world.playground;
		const explanations = world.log.filter(({ msg }) => msg.includes('Privileged Gateway Intents'));
		expect(explanations).toHaveLength(1);
		expect(world.bot.status()).toMatchObject({ connected: true, messageContent: false });

		const channel = demo.channels.photos;
		world.playground.postMessage({ channel, author: demo.users.member, attachments: [photo('crow')] });
		const mention = world.playground.postMessage({
			channel,
			author: demo.users.member,
			content: `<@${self.id}>`,
			attachments: [photo('monkey')],
		});
		expect(answer(await world.playground.replyTo(mention))).toBe('**monkey** 94 %');
		const direct = world.playground.postMessage({
			channel: demo.channels.botDm,
			author: demo.users.member,
			attachments: [photo('boar')],
		});
		expect(answer(await world.playground.replyTo(direct))).toBe('**boar** 94 %');
		expect(world.predictor.judged).toBe(2);

		const { playground: place } = world;
		await place.waitFor(() => place.commandsFor(demo.users.member, channel).length > 0);
		const help = place.invoke({ command: 'help', user: demo.users.member, channel });
		expect((await help.responded).content).toContain('Post a photo and mention me');
	});
});

async function begin(token?: string) {
	playground = await startPlayground();
	const { logger, lines } = recordingLogger();
	const started = async () =>
		startBot({
			...(await hostWith({
				predictors: predictorsOf(new FakePredictor()),
				store: openStore(openDatabase(':memory:'), logger),
				logger,
			})),
			token: token ?? playground?.token ?? '',
			features,
			rest: playground?.restOptions,
		});
	return { playground, lines, started };
}

describe('a wrong token', () => {
	test('is refused with the way to a new one', async () => {
		const { started } = await begin('MTIzNDU2Nzg5MDEyMzQ1Njc4.wrong.token');
		bot = await started();
		await expect(bot.ready).rejects.toMatchObject({ code: 'discord-token-invalid' });
	});
});

describe('when Discord is away at the start', () => {
	test('the bot tries until it is there', async () => {
		const { playground: place, lines, started } = await begin();
		const stopFault = place.befall('503', { path: '/gateway/bot', times: Number.POSITIVE_INFINITY });
		bot = await started();
		await eventually(() =>
			expect(lines.some(({ msg }) => msg.startsWith('Discord cannot be reached'))).toBe(true),
		);
		stopFault();
		await bot.ready;
		expect(bot.status().connected).toBe(true);
	});

	test('it can still be closed', async () => {
		const { playground: place, started } = await begin();
		place.befall('503', { path: '/gateway/bot', times: Number.POSITIVE_INFINITY });
		bot = await started();
		await bot.close();
		await expect(bot.ready).rejects.toThrow('closing');
	});
});

describe('when Discord withdraws an intent while the bot runs', () => {
	test('the bot logs in anew and answers what it missed', async () => {
		world = await openWorld();
		world.playground.befall('intents withdrawn');
		const { demo } = world.playground;
		const channel = demo.channels.photos;
		const message = world.playground.postMessage({
			channel,
			author: demo.users.member,
			attachments: [photo('crow')],
		});
		const reply = await world.playground.replyTo(message, { timeoutMs: 20_000 });
		expect(answer(reply)).toBe('**crow** 94 %');
	});
});

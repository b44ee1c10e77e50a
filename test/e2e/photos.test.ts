import { EmbedType } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sharp } from '../../src/image/libvips.ts';
import { answer, eventually, openWorld, photo, realPhoto, type World } from './harness.ts';

let world: World;

beforeEach(async () => {
	world = await openWorld();
});

afterEach(async () => {
	await world.end();
});

/** Posts as a member in #photos, unless told otherwise. */
function post(post: Partial<Parameters<World['playground']['postMessage']>[0]> = {}) {
	const { channels, users } = world.playground.demo;
	return world.playground.postMessage({ channel: channels.photos, author: users.member, ...post });
}

/** Once this photo is answered, everything posted before it in its channel has been dealt with. */
async function settle(channel = world.playground.demo.channels.photos) {
	const { users } = world.playground.demo;
	const marker = post({ channel, author: users.member, attachments: [photo('boar')] });
	await world.playground.replyTo(marker);
	return world.playground
		.messages(channel)
		.filter(({ author, message_reference }) => author.bot && message_reference?.message_id !== marker.id)
		.filter(({ author }) => author.id === world.playground.bot.id);
}

describe('a photo', () => {
	test('gets one reply with label, confidence and model, which pings nobody', async () => {
		const message = post({ attachments: [photo('crow')] });
		const reply = await world.playground.replyTo(message);
		expect(reply.content).toBe('**crow** 94 %\n-# Model default/20261124T000000Z-1a2b3c');
		expect(reply.message_reference?.message_id).toBe(message.id);
		expect(reply.mentions).toEqual([]);
		await eventually(() => {
			world.record.expectCall({
				method: 'POST',
				path: /\/messages$/,
				body: {
					nonce: message.id,
					enforce_nonce: true,
					allowed_mentions: { parse: [], replied_user: false },
					message_reference: { fail_if_not_exists: false },
				},
			});
		});
	});

	test('is one of several: the reply has a line for each, refusals in words', async () => {
		const message = post({
			attachments: [
				photo('crow', { name: 'a.png' }),
				photo('unsure boar', { name: 'b.png' }),
				photo('unknown', { name: 'c_*.png' }),
				photo('heic', { name: 'd.heic' }),
				{ name: 'notes.txt', bytes: Buffer.from('x') },
			],
		});
		expect(answer(await world.playground.replyTo(message))).toBe(
			[
				'1. **crow** 94 %',
				'2. Not sure, perhaps **boar** (43 %)',
				'3. None of monkey, boar, crow',
				'4. ⚠️ This looks like HEIC; please use JPEG or PNG.',
			].join('\n'),
		);
	});

	test('is none of the labels: one short line, nothing to press', async () => {
		const reply = await world.playground.replyTo(post({ attachments: [photo('unknown')] }));
		expect(reply.content).toBe('None of monkey, boar, crow');
		expect(reply.components).toEqual([]);
	});

	test('that makes the judge fail is answered with a reference that the log knows', async () => {
		const reply = await world.playground.replyTo(post({ attachments: [photo('bug')] }));
		const [, reference] = /reference ([2-9A-Z]{6})/.exec(reply.content) ?? [];
		expect(world.log.find((line) => line['reference'] === reference)).toMatchObject({
			err: { message: 'x is not a function' },
		});
		expect(world.bot.status().lastFailure?.reference).toBe(reference);
	});

	test('covered as a spoiler gets a covered answer', async () => {
		const message = post({ attachments: [photo('crow', { spoiler: true })] });
		expect(answer(await world.playground.replyTo(message))).toBe('||**crow** 94 %||');
	});

	test('in a Japanese server is answered in Japanese', async () => {
		const { channels, users } = world.playground.demo;
		const message = post({
			channel: channels.zooPhotos,
			author: users.japanese,
			attachments: [photo('unknown')],
		});
		expect(answer(await world.playground.replyTo(message))).toBe('monkey、boar、crowのどれでもないようです');
	});

	test('in a direct message is answered in the language that the member last used', async () => {
		const { users, channels } = world.playground.demo;
		const { playground } = world;
		await playground.waitFor(() => playground.commandsFor(users.japanese, channels.general).length > 0);
		const help = playground.invoke({ command: 'help', user: users.japanese, channel: channels.general });
		await help.responded;
		const channel = playground.world.openDm([users.japanese, playground.bot]);
		const message = post({ channel, author: users.japanese, attachments: [photo('unknown')] });
		expect(answer(await playground.replyTo(message))).toBe('monkey、boar、crowのどれでもないようです');
	});

	test('in a thread, in a direct message, as a sticker, in a forward is found', async () => {
		const { channels, stickers } = world.playground.demo;
		const thread = post({ channel: channels.thread, attachments: [photo('crow')] });
		const direct = post({ channel: channels.botDm, attachments: [photo('monkey')] });
		const sticker = post({ stickers: [stickers.crow] });
		const original = post({ channel: channels.general, attachments: [photo('boar')] });
		const forward = post({ forwardOf: original });
		expect(answer(await world.playground.replyTo(thread))).toBe('**crow** 94 %');
		expect(answer(await world.playground.replyTo(direct))).toBe('**monkey** 94 %');
		expect(answer(await world.playground.replyTo(forward))).toBe('**boar** 94 %');
		expect((await world.playground.replyTo(sticker)).content).toContain('Model');
	});

	test('linked is judged once Discord has added its preview, and not again after an edit', async () => {
		const url = `${world.playground.url}/attachments/none.png`;
		const shown = post({ channel: world.playground.demo.channels.general, attachments: [photo('monkey')] });
		const picture = shown.attachments[0]?.url ?? '';
		const message = post({ content: url });
		const embed = { type: EmbedType.Image, url, thumbnail: { url: picture } };
		world.playground.editMessage(message, { embeds: [embed] });
		expect(answer(await world.playground.replyTo(message))).toBe('**monkey** 94 %');
		world.playground.editMessage(message, { content: `${url} again` });
		expect(await settle()).toHaveLength(1);
	});

	test('of a bot, a webhook or in a system message gets no reply', async () => {
		const { users, webhooks } = world.playground.demo;
		post({ author: users.otherBot, attachments: [photo()] });
		post({ author: webhooks.photos, attachments: [photo()] });
		post({ content: 'no picture' });
		expect(await settle()).toEqual([]);
		expect(world.predictor.judged).toBe(1);
	});

	test('in an age-restricted channel is left alone', async () => {
		const { ageRestricted } = world.playground.demo.channels;
		post({ channel: ageRestricted, attachments: [photo()] });
		await settle();
		expect(world.predictor.judged).toBe(1);
	});

	test('whose address has expired is fetched at a fresh one', async () => {
		const message = post({ attachments: [photo('crow')] });
		world.playground.world.expireAttachments(message);
		expect(answer(await world.playground.replyTo(message))).toBe('**crow** 94 %');
	});

	test('deleted while it is being judged gets no reply', async () => {
		let release = () => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		const arrived = new Promise<void>((resolve) => {
			world.predictor.before = async (verdict) => {
				if (verdict !== 'crow') return;
				resolve();
				await held;
			};
		});
		const message = post({ attachments: [photo('crow')] });
		await arrived;
		world.playground.deleteMessage(message);
		await world.playground.waitFor(() => world.playground.message(message) === undefined);
		const settled = settle();
		release();
		expect(await settled).toEqual([]);
		expect(world.bot.status().lastFailure).toBeNull();
	});

	test('deleted just before the reply arrives leaves no reply behind', async () => {
		const message = post({ attachments: [photo('crow')] });
		const act = () => world.playground.deleteMessage(message);
		world.playground.befall('meanwhile', { method: 'POST', path: /\/messages$/, act });
		expect(await settle()).toEqual([]);
		expect(world.bot.status().lastFailure).toBeNull();
	});
});

describe('several photos', () => {
	async function postThree() {
		const attachments = [
			await realPhoto('crow'),
			await realPhoto('boar', { spoiler: true }),
			await realPhoto('unknown'),
		];
		const message = post({ attachments });
		return { message, reply: await world.playground.replyTo(message) };
	}

	test('are answered by number, beside a strip that shows which is which and keeps covered what was', async () => {
		const { reply } = await postThree();
		expect(answer(reply)).toBe('1. **crow** 94 %\n2. ||**boar** 94 %||\n3. None of monkey, boar, crow');
		const [strip] = reply.attachments;
		expect(strip).toMatchObject({
			filename: 'photos.jpg',
			description: 'The 3 pictures, numbered in the order of the answers',
		});
		const bytes = await (await fetch(strip?.url ?? '')).arrayBuffer();
		const { width = 0, height = 0 } = await sharp(bytes).metadata();
		const cell = Math.floor(width / 3);
		const deviation = async (index: number) => {
			// The lower half, where there is no number.
			const part = { left: index * cell + 12, top: 60, width: cell - 24, height: height - 80 };
			const { channels } = await sharp(await sharp(bytes).extract(part).toBuffer()).stats();
			return Math.max(...channels.map(({ stdev }) => stdev));
		};
		expect([await deviation(0), await deviation(2)].every((value) => value > 10)).toBe(true);
		expect(await deviation(1)).toBeLessThan(2);
	});

	test('that are deleted take the reply with their small copies along, after a restart too', async () => {
		const first = await postThree();
		world.playground.deleteMessage(first.message);
		await eventually(() => expect(world.playground.message(first.reply)).toBeUndefined());
		const second = await postThree();
		await world.bot.close();
		await world.start();
		world.playground.deleteMessage(second.message);
		await eventually(() => expect(world.playground.message(second.reply)).toBeUndefined());
		const one = post({ attachments: [photo('crow')] });
		const reply = await world.playground.replyTo(one);
		world.playground.deleteMessage(one);
		await settle();
		expect(world.playground.message(reply)).toBeDefined();
		expect(world.bot.status().lastFailure).toBeNull();
	});

	test('of which none is recognised get one line', async () => {
		const attachments = [await realPhoto('unknown'), await realPhoto('unknown')];
		const reply = await world.playground.replyTo(post({ attachments }));
		expect(reply).toMatchObject({
			content: 'None of monkey, boar, crow in these 2 pictures',
			attachments: [],
			components: [],
		});
	});
});

describe('a text in a direct message', () => {
	test('is told once in a while what the bot is for', async () => {
		const { botDm } = world.playground.demo.channels;
		const hello = post({ channel: botDm, content: 'hello?' });
		expect((await world.playground.replyTo(hello)).content).toMatch(/^Send me a photo .*classify.*help/);
		post({ channel: botDm, content: 'thanks' });
		post({ channel: botDm, content: 'https://example.com/crow.jpg' });
		expect(await settle(botDm)).toHaveLength(1);
	});

	test('in a channel is none of its business', async () => {
		post({ content: 'hello?' });
		expect(await settle()).toEqual([]);
	});
});

describe('a mention', () => {
	test('in a reply to a photo judges that photo, a preview included', async () => {
		const { bot } = world.playground;
		const { users, channels } = world.playground.demo;
		const source = post({ channel: channels.general, attachments: [photo('monkey')] });
		await world.playground.replyTo(source);
		const picture = source.attachments[0]?.url ?? '';
		const page = {
			type: EmbedType.Article,
			url: 'https://example.com/a',
			thumbnail: { url: picture },
		};
		const article = post({ content: 'https://example.com/a', embeds: [page] });
		const question = post({ author: users.admin, content: `<@${bot.id}> what is this?`, replyTo: article });
		expect(answer(await world.playground.replyTo(question))).toBe('**monkey** 94 %');
	});

	test('without any picture is told what to do', async () => {
		const question = post({ content: `<@${world.playground.bot.id}>` });
		expect((await world.playground.replyTo(question)).content).toMatch(
			/^Post a photo and mention me.*classify/,
		);
	});

	test('that is only the ping of a reply is not one', async () => {
		const message = post({ attachments: [photo('crow')] });
		const reply = await world.playground.replyTo(message);
		post({ content: 'thanks!', replyTo: reply });
		expect(await settle()).toHaveLength(1);
	});
});

describe('channels without permission', () => {
	test('are named once at the start, and answered with silence', async () => {
		const { readOnly } = world.playground.demo.channels;
		const reports = () => world.log.filter(({ msg }) => msg.startsWith('Permissions are missing'));
		await eventually(() => expect(reports()).toHaveLength(1));
		expect(reports()[0]?.['channels']).toEqual([{ channel: readOnly, missing: ['SendMessages'] }]);
		const { users } = world.playground.demo;
		for (let index = 0; index < 3; index += 1) {
			post({ channel: readOnly, author: users.admin, attachments: [photo()] });
		}
		await settle();
		expect(world.log.filter(({ msg }) => msg === 'not allowed to answer here')).toHaveLength(1);
		expect(world.predictor.judged).toBe(1);

		world.playground.world.changeChannel(readOnly, { overwrites: [] });
		await world.playground.replyTo(post({ channel: readOnly, attachments: [photo()] }));
	});

	test('that Discord refuses unexpectedly are left alone for a moment, and tried again when they change', async () => {
		const { general } = world.playground.demo.channels;
		const path = `/channels/${general}/messages`;
		const always = { method: 'POST', path, times: Number.POSITIVE_INFINITY };
		const end = world.playground.befall('forbidden', always);
		post({ channel: general, attachments: [photo()] });
		await eventually(() => expect(world.log.map(({ msg }) => msg)).toContain('not allowed to answer here'));
		post({ channel: general, attachments: [photo()] });
		await settle();
		expect(world.record.matching({ status: 403 })).toHaveLength(1);

		end();
		world.playground.world.changeChannel(general, { name: 'renamed' });
		await world.playground.replyTo(post({ channel: general, attachments: [photo()] }));
	});
});

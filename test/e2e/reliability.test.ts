import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { answer, eventually, openWorld, photo, type World } from './harness.ts';

let world: World;

beforeEach(async () => {
	world = await openWorld();
});

afterEach(async () => {
	await world.end();
});

const POSTS = { method: 'POST', path: /^\/channels\/\d+\/messages$/ };

function post(verdict = 'crow', channel = world.playground.demo.channels.photos) {
	const { member } = world.playground.demo.users;
	return world.playground.postMessage({ channel, author: member, attachments: [photo(verdict)] });
}

/** Ids of the messages that the bot replied to in a channel, in the order of its replies. */
function repliedTo(channel = world.playground.demo.channels.photos): string[] {
	const { bot, messages } = world.playground;
	return messages(channel).flatMap(({ author, message_reference }) =>
		author.id === bot.id && message_reference?.message_id ? [message_reference.message_id] : [],
	);
}

/** Posts one more photo; once it is answered, so is everything before it in its channel. */
async function settled(): Promise<string[]> {
	const last = post('boar');
	await world.playground.replyTo(last, { timeoutMs: 20_000 });
	return repliedTo().filter((id) => id !== last.id);
}

/** A promise and the way to fulfil it. */
function gate() {
	let open = () => {};
	const opened = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { open, opened };
}

describe('a photo is answered exactly once', () => {
	test('when the answer got through but Discord’s reply to it was lost', async () => {
		world.playground.befall('502 applied', { ...POSTS, times: 2 });
		world.playground.befall('drop applied', POSTS);
		const message = post();
		expect(await settled()).toEqual([message.id]);
	});

	test('when Discord fails for longer than its library tries', async () => {
		world.playground.befall('503', { ...POSTS, times: 6 });
		const message = post();
		expect(await settled()).toEqual([message.id]);
	});

	test('when the bot is asked to slow down', async () => {
		world.playground.befall('429', { ...POSTS, times: 2 });
		const message = post();
		expect(await settled()).toEqual([message.id]);
	});

	test('when the socket drops and the session is resumed', async () => {
		const messages = [post()];
		world.playground.befall('disconnect');
		messages.push(post('monkey'), post('boar'));
		expect(await settled()).toEqual(messages.map(({ id }) => id));
		expect(world.playground.gateway.sessions.at(-1)?.resumes).toBeGreaterThan(0);
	});

	test('when the gateway refuses to be connected to for a while, which is said in a line each time', async () => {
		const endRefusal = world.playground.befall('refused');
		world.playground.befall('disconnect');
		const message = post();
		const failures = () => world.log.filter(({ msg }) => msg === 'the connection to Discord failed');
		await eventually(() => expect(failures().length).toBeGreaterThan(1));
		expect(failures()[0]).toMatchObject({ error: expect.stringContaining('503') });
		expect(failures()[0]).not.toHaveProperty('err');
		endRefusal();
		await world.playground.replyTo(message, { timeoutMs: 30_000 });
		expect(await settled()).toEqual([message.id]);
	});

	test('and in order, also when it arrives just as a gateway that refused takes connections again', async () => {
		await world.playground.replyTo(post());
		const endRefusal = world.playground.befall('refused');
		world.playground.befall('disconnect');
		const missed = post('monkey');
		const failures = () => world.log.filter(({ msg }) => msg === 'the connection to Discord failed');
		await eventually(() => expect(failures().length).toBeGreaterThan(1));
		endRefusal();
		await world.playground.waitFor(() => world.playground.gateway.connected, { timeoutMs: 20_000 });
		const live = post('crow');
		expect((await settled()).slice(1)).toEqual([missed.id, live.id]);
	});

	test('when the session is lost and messages were missed', async () => {
		const first = post();
		await world.playground.replyTo(first);
		world.playground.befall('lost session');
		const missed = [post('monkey'), post('boar'), post('crow')];
		const answers = await Promise.all(
			missed.map((message) => world.playground.replyTo(message, { timeoutMs: 20_000 })),
		);
		expect(answers.map(answer)).toEqual(['**monkey** 94 %', '**boar** 94 %', '**crow** 94 %']);
		expect(await settled()).toEqual([first, ...missed].map(({ id }) => id));
		expect(world.predictor.judged).toBe(5);
	});

	test('and in order, also when it arrives while missed ones are being fetched', async () => {
		await world.playground.replyTo(post());
		world.playground.befall('slow', { method: 'GET', path: POSTS.path, delayMs: 300 });
		world.playground.befall('lost session');
		const missed = post('monkey');
		await world.playground.waitFor(() => world.playground.gateway.connected, { timeoutMs: 20_000 });
		const live = post('crow');
		expect((await settled()).slice(1)).toEqual([missed.id, live.id]);
	});

	test('after a restart: what was posted meanwhile, and nothing a second time', async () => {
		const before = post();
		await world.playground.replyTo(before);
		await world.bot.close();
		const meanwhile = [post('monkey'), post('boar')];
		await world.start();
		expect(await settled()).toEqual([before, ...meanwhile].map(({ id }) => id));
	});

	test('after a restart in the middle of judging', async () => {
		const { open, opened } = gate();
		const arrived = new Promise<void>((resolve) => {
			world.predictor.before = () => {
				resolve();
				return opened;
			};
		});
		const message = post();
		await arrived;
		await world.bot.close(0);
		open();
		world.predictor.before = () => {};
		await world.start();
		expect(await settled()).toEqual([message.id]);
	});

	test('when the engine is busy for a while', async () => {
		let refusals = 3;
		world.predictor.before = () => {
			if (refusals-- > 0) throw new UserError('engine-busy', { waiting: 9 });
		};
		const message = post();
		expect(answer(await world.playground.replyTo(message))).toBe('**crow** 94 %');
		expect(await settled()).toEqual([message.id]);
	});
});

describe('a first start', () => {
	test('leaves photos of the time before alone', async () => {
		await world.end();
		world = await openWorld({
			before: ({ postMessage, demo: { channels, users } }) => {
				postMessage({ channel: channels.photos, author: users.member, attachments: [photo()] });
			},
		});
		expect(await settled()).toEqual([]);
	});
});

describe('photos of one channel', () => {
	test('are judged side by side and answered in order', async () => {
		const { open, opened } = gate();
		world.predictor.before = (verdict) => (verdict === 'crow' ? opened : undefined);
		const slow = post('crow');
		const quick = post('monkey');
		await eventually(() => expect(world.predictor.judged).toBe(1));
		expect(repliedTo()).toEqual([]);
		open();
		await world.playground.replyTo(quick);
		expect(repliedTo()).toEqual([slow.id, quick.id]);
	});

	test('do not hold up another channel', async () => {
		const { open, opened } = gate();
		world.predictor.before = (verdict) => (verdict === 'crow' ? opened : undefined);
		post('crow');
		await world.playground.replyTo(post('monkey', world.playground.demo.channels.general));
		open();
		expect(await settled()).toHaveLength(1);
	});
});

describe('too much at once', () => {
	test('is told to the member once, then ignored for a while', async () => {
		await world.bot.close();
		await world.start({ limits: { member: { burst: 2, perSecond: 0.01 } } });
		const messages = Array.from({ length: 5 }, () => post());
		const { owner } = world.playground.demo.users;
		const { photos } = world.playground.demo.channels;
		const last = world.playground.postMessage({ channel: photos, author: owner, attachments: [photo()] });
		await world.playground.replyTo(last);
		expect(repliedTo()).toEqual([messages[0]?.id, messages[1]?.id, messages[2]?.id, last.id]);
		const notice = world.playground
			.messages(photos)
			.find(({ content }) => content.startsWith('That was a lot'));
		expect(notice?.message_reference?.message_id).toBe(messages[2]?.id);
	});

	test('for the queue is told to the channel once', async () => {
		await world.bot.close();
		await world.start({ limits: { queue: { concurrency: 1, waitingPerKey: 1, waiting: 1 } } });
		const { open, opened } = gate();
		world.predictor.before = () => opened;
		const messages = Array.from({ length: 6 }, () => post());
		await eventually(() => expect(world.bot.status().queue).toEqual({ running: 1, waiting: 1 }));
		open();
		await world.playground.replyTo(messages[1] ?? '');
		await eventually(() => expect(repliedTo()).toHaveLength(3));
		const notices = world.playground
			.messages(world.playground.demo.channels.photos)
			.filter(({ content }) => content.startsWith('I am busy'));
		expect(notices).toHaveLength(1);
	});
});

describe('closing', () => {
	test('finishes the answers that are on their way, and takes no more', async () => {
		const { open, opened } = gate();
		const arrived = new Promise<void>((resolve) => {
			world.predictor.before = () => {
				resolve();
				return opened;
			};
		});
		const message = post();
		await arrived;
		const closed = world.bot.close();
		const late = post('monkey');
		open();
		await closed;
		expect(repliedTo()).toEqual([message.id]);
		expect(world.bot.status().connected).toBe(false);
		expect(world.predictor.judged).toBe(1);
		expect(late).toBeDefined();
	});

	test('answers commands that come too late', async () => {
		const { users, channels } = world.playground.demo;
		await world.playground.waitFor(
			() => world.playground.commandsFor(users.member, channels.general).length > 0,
		);
		const { open, opened } = gate();
		const arrived = new Promise<void>((resolve) => {
			world.predictor.before = () => {
				resolve();
				return opened;
			};
		});
		post();
		await arrived;
		const closed = world.bot.close();
		const call = { command: 'help', user: users.member, channel: channels.general };
		const response = await world.playground.invoke(call).responded;
		expect(response.content).toContain('shutting down');
		open();
		await closed;
	});
});

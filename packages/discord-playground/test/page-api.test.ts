import { type IncomingMessage, request } from 'node:http';
import { ButtonStyle, ComponentType, Events, MessageFlags } from 'discord.js';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ActInput } from '../src/page-api/act-schema.ts';
import { servePage } from '../src/page-api/serve-page.ts';
import type { Playground } from '../src/playground.ts';
import { loggedIn, playgroundForTest, pngOf } from './support.ts';

let playground: Playground;

beforeEach(async () => {
	playground = await playgroundForTest();
	servePage(playground);
});

/** A request with headers that `fetch` would not let one choose. */
function send(method: string, path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		const sent = request(`${playground.url}${path}`, { method, headers }, resolve);
		sent.on('error', reject);
		sent.end();
	});
}

async function act(payload: ActInput | object, files: readonly File[] = []) {
	const body = new FormData();
	body.append('payload', JSON.stringify(payload));
	for (const [index, file] of files.entries()) body.append(`files[${index}]`, file);
	const response = await fetch(`${playground.url}/page-api/acts`, { method: 'POST', body });
	return { status: response.status, body: JSON.parse(await response.text()) };
}

function picture(name = 'bird.png', bytes = pngOf(64, 48)): File {
	return new File([new Uint8Array(bytes)], name, { type: 'image/png' });
}

/** Of many shapes; tests say what they expect of it. */
type Json = ReturnType<typeof JSON.parse>;

/** The events of a page that stays open until the test ends. */
function openEvents() {
	const controller = new AbortController();
	onTestFinished(() => controller.abort());
	const events: { name: string; data: Json }[] = [];
	const waiting: (() => void)[] = [];
	void (async () => {
		const response = await fetch(`${playground.url}/page-api/events`, { signal: controller.signal });
		let text = '';
		for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
			text += chunk;
			const blocks = text.split('\n\n');
			text = blocks.pop() ?? '';
			for (const block of blocks) {
				const name = /^event: (.*)$/m.exec(block)?.[1] ?? '';
				const data = /^data: (.*)$/m.exec(block)?.[1] ?? 'null';
				events.push({ name, data: JSON.parse(data) });
			}
			for (const resume of waiting.splice(0)) resume();
		}
	})().catch(() => {});
	return async (name: string, fits: (data: Json) => boolean = () => true) => {
		for (;;) {
			const found = events.find((event) => event.name === name && fits(event.data));
			if (found) return found.data;
			await new Promise<void>((resolve) => waiting.push(resolve));
		}
	};
}

describe('the files of the page', () => {
	it('are served with a strict policy, and revalidated', async () => {
		const page = await fetch(playground.url);
		expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
		const policy = page.headers.get('content-security-policy') ?? '';
		expect(policy).toContain("default-src 'none'");
		expect(policy).toContain("script-src 'self'");
		expect(policy).not.toContain('unsafe');
		expect(page.headers.get('x-content-type-options')).toBe('nosniff');
		const script = await fetch(`${playground.url}/main.js`);
		expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
		const again = await fetch(`${playground.url}/main.js`, {
			headers: { 'if-none-match': script.headers.get('etag') ?? '' },
		});
		expect(again.status).toBe(304);
		const sample = await fetch(`${playground.url}/samples/crow.jpg`);
		expect(new Uint8Array(await sample.arrayBuffer()).slice(0, 2)).toEqual(Uint8Array.of(0xff, 0xd8));
	});

	it('are all there is', async () => {
		for (const path of ['/package.json', '/..%2f..%2fpackage.json', '/page-api/nothing', '/samples/'])
			expect((await fetch(playground.url + path)).status, path).toBe(404);
	});
});

describe('strangers', () => {
	it('that reach us by a name of their own are refused', async () => {
		for (const path of ['/', '/page-api/events', '/page-api/commands?user=1&channel=1']) {
			const { statusCode } = await send('GET', path, { host: 'evil.example:80' });
			expect(statusCode, path).toBe(403);
		}
		const { port } = new URL(playground.url);
		expect((await send('GET', '/', { host: `localhost:${port}` })).statusCode).toBe(200);
	});

	it.each<Record<string, string>>([
		{ origin: 'https://evil.example' },
		{ origin: 'null' },
		{ origin: 'http://127.0.0.1:1' },
		{ 'sec-fetch-site': 'cross-site' },
		{ 'sec-fetch-site': 'same-site' },
	])('that have a browser post here are refused: %j', async (headers) => {
		expect((await send('POST', '/page-api/acts', headers)).statusCode).toBe(403);
	});

	it('are given no leave to read by other sites', async () => {
		const response = await fetch(
			`${playground.url}/page-api/messages?channel=${playground.demo.channels.photos}`,
		);
		expect(response.headers.get('access-control-allow-origin')).toBeNull();
		expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
	});
});

describe('events', () => {
	it('begin with all there is, and go on with what happens', async () => {
		const { channels, users } = playground.demo;
		const first = playground.postMessage({
			channel: channels.photos,
			author: users.member,
			content: 'before',
		});
		const event = openEvents();
		const snapshot = await event('snapshot');
		expect(snapshot.world).toMatchObject({ origin: playground.url, botOnline: false, demo: { users } });
		expect(snapshot.messages).toMatchObject([{ id: first.id, content: 'before', reactors: {} }]);
		await loggedIn(playground);
		await event('world', ({ botOnline }) => botOnline);
		playground.postMessage({ channel: channels.photos, author: users.member, content: 'after' });
		await event('message', ({ content }) => content === 'after');
		playground.react(users.admin, first, '👍');
		expect((await event('messageUpdate')).reactors).toEqual({ '👍': [users.admin] });
		playground.startTyping(users.admin, channels.photos);
		expect(await event('typing')).toEqual({ user: users.admin, channel: channels.photos });
		playground.deleteMessage(first);
		expect(await event('messageDelete')).toEqual({ id: first.id, channel_id: channels.photos });
	});

	it('hold no secrets of the bot or of webhooks', async () => {
		const event = openEvents();
		const text = JSON.stringify(await event('snapshot'));
		expect(text).not.toContain(playground.token);
		for (const { token } of playground.snapshot().webhooks) expect(text).not.toContain(token ?? '?');
	});

	it('bring the latest messages; earlier ones are asked for', async () => {
		const { channels, users } = playground.demo;
		const all = Array.from({ length: 60 }, (_, index) =>
			playground.postMessage({ channel: channels.photos, author: users.member, content: String(index) }),
		);
		const { messages } = await openEvents()('snapshot');
		expect(messages.map(({ content }: { content: string }) => content)).toEqual(
			all.slice(10).map(({ content }) => content),
		);
		const query = `channel=${channels.photos}&before=${messages[0].id}`;
		const earlier = await (await fetch(`${playground.url}/page-api/messages?${query}`)).json();
		expect(earlier).toMatchObject(all.slice(0, 10).map(({ id }) => ({ id })));
	});
});

describe('acts', () => {
	it('post messages with files', async () => {
		const { channels, users } = playground.demo;
		const { status, body } = await act(
			{
				act: 'post',
				user: users.member,
				channel: channels.photos,
				content: 'look',
				attachments: [{ file: 0, spoiler: true, description: 'a bird' }, { file: 1 }],
			},
			[picture('bird one.png'), picture('two.png')],
		);
		expect(status).toBe(200);
		expect(playground.message(body.id)).toMatchObject({
			content: 'look',
			author: { id: users.member },
			attachments: [
				{ filename: 'bird_one.png', width: 64, height: 48, flags: 8, description: 'a bird' },
				{ filename: 'two.png', content_type: 'image/png' },
			],
		});
	});

	it('do not do what Discord would not let one do', async () => {
		const { channels, users } = playground.demo;
		const { status, body } = await act({
			act: 'post',
			user: users.member,
			channel: channels.adminLog,
			content: 'hello',
		});
		expect(status).toBe(403);
		expect(body.error.code).toBe('refused');
		expect(playground.messages(channels.adminLog)).toEqual([]);
	});

	it('let authors edit, and authors and moderators delete', async () => {
		const { channels, users } = playground.demo;
		const { id: message } = playground.postMessage({
			channel: channels.photos,
			author: users.member,
			content: 'first',
		});
		expect((await act({ act: 'edit', user: users.admin, message, content: 'no' })).status).toBe(403);
		expect((await act({ act: 'delete', user: users.japanese, message })).status).toBe(403);
		expect((await act({ act: 'edit', user: users.member, message, content: 'second' })).status).toBe(200);
		expect(playground.message(message)?.content).toBe('second');
		expect((await act({ act: 'delete', user: users.admin, message })).status).toBe(200);
		expect(playground.message(message)).toBeUndefined();
	});

	it('refuse what is too large, of another type, or malformed', async () => {
		const { channels, users } = playground.demo;
		const post = { act: 'post', user: users.member, channel: channels.photos, attachments: [{ file: 0 }] };
		const huge = picture('huge.png', new Uint8Array(10 * 1024 * 1024 + 1));
		expect((await act(post, [huge])).status).toBe(413);
		expect((await send('POST', '/page-api/acts', { 'content-type': 'application/json' })).statusCode).toBe(
			415,
		);
		const large = {
			'content-type': 'multipart/form-data; boundary=x',
			'content-length': String(65 * 2 ** 20),
		};
		expect((await send('POST', '/page-api/acts', large)).statusCode).toBe(413);
		for (const payload of [
			post,
			{ act: 'unknown' },
			{ ...post, user: '../x' },
			{ ...post, attachments: [{ file: 99 }] },
		]) {
			const { status, body } = await act(payload);
			expect([status, body.error.code]).toEqual([400, 'malformed']);
		}
		expect(playground.messages(channels.photos)).toEqual([]);
	});

	it('call commands with pictures and suggestions, press buttons and submit forms', async () => {
		const { channels, users } = playground.demo;
		const client = await loggedIn(playground);
		client.on(Events.InteractionCreate, async (interaction) => {
			if (interaction.isAutocomplete()) {
				await interaction.respond([{ name: `${interaction.options.getFocused()}!`, value: 'x' }]);
			} else if (interaction.isChatInputCommand()) {
				const button = {
					type: ComponentType.Button,
					customId: 'form',
					label: 'Form',
					style: ButtonStyle.Primary,
				};
				await interaction.reply({
					content: interaction.options.getAttachment('image', true).name,
					components: [{ type: ComponentType.ActionRow, components: [button] }] as never,
				});
			} else if (interaction.isButton()) {
				const input = { type: ComponentType.TextInput, customId: 'name', style: 1, label: 'Name' };
				const row = { type: ComponentType.ActionRow, components: [input] };
				await interaction.showModal({ customId: 'form', title: 'Form', components: [row] } as never);
			} else if (interaction.isModalSubmit()) {
				await interaction.reply({
					content: interaction.fields.getTextInputValue('name'),
					flags: MessageFlags.Ephemeral,
				});
			}
		});
		await client.application.commands.set([
			{
				name: 'look',
				description: 'Look',
				options: [
					{ type: 11, name: 'image', description: 'What', required: true },
					{ type: 3, name: 'kind', description: 'Kind', autocomplete: true },
				],
			},
		]);
		const listed = await fetch(
			`${playground.url}/page-api/commands?${new URLSearchParams({ user: users.member, channel: channels.photos })}`,
		);
		expect(await listed.json()).toMatchObject([{ name: 'look' }]);

		const call = { user: users.member, channel: channels.photos, command: 'look' };
		const suggested = await act({ act: 'autocomplete', ...call, focused: 'kind', typed: 'cr' });
		expect(suggested.body).toEqual({ choices: [{ name: 'cr!', value: 'x' }] });

		const called = await act({ act: 'command', ...call, options: { image: { file: 0 } } }, [picture()]);
		const answer = await playground.interaction(called.body.id)?.responded;
		expect(answer?.content).toBe('bird.png');

		const message = answer?.id ?? '';
		const pressed = await act({ act: 'button', user: users.member, message, customId: 'form' });
		await playground.interaction(pressed.body.id)?.modalShown;
		const submission = { act: 'modal', interaction: pressed.body.id, values: { name: 'Kuro' } };
		expect((await act({ ...submission, user: users.admin })).status).toBe(403);
		const submitted = await act({ ...submission, user: users.member });
		const reply = await playground.interaction(submitted.body.id)?.responded;
		expect(reply?.content).toBe('Kuro');
	});
});

import { AttachmentBuilder, Events, type Message, MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../src/clock.ts';
import { call, loggedIn, playgroundForTest, pngOf } from './support.ts';

const HOUR_MS = 3_600_000;

describe('files of people', () => {
	it('come with size, dimensions and a signed address that serves the bytes', async () => {
		const playground = await playgroundForTest();
		const client = await loggedIn(playground);
		const arrived = new Promise<Message>((resolve) => client.once(Events.MessageCreate, resolve));
		const bytes = pngOf(640, 480);
		playground.postMessage({
			channel: playground.demo.channels.photos,
			author: playground.demo.users.member,
			attachments: [
				{ name: 'my crow.png', bytes, spoiler: true, description: 'a crow' },
				{ name: '写真.jpg', bytes },
			],
		});
		const [first, second] = [...(await arrived).attachments.values()];
		expect(first).toMatchObject({
			name: 'my_crow.png',
			title: 'my crow',
			description: 'a crow',
			size: bytes.length,
			width: 640,
			height: 480,
			contentType: 'image/png',
			spoiler: true,
		});
		expect(second).toMatchObject({ name: 'unknown.jpg', title: '写真', contentType: 'image/jpeg' });
		const response = await fetch(first?.url ?? '');
		expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(bytes));
		expect(response.headers.get('content-type')).toBe('image/png');
		expect((await fetch(first?.proxyURL ?? '')).status).toBe(200);
	});

	it('measure JPEG, GIF and WebP, and nothing else', async () => {
		const playground = await playgroundForTest();
		const jpeg = Buffer.from('ffd8ffe000040000ffc0000b080102030401ff', 'hex');
		const gif = Buffer.concat([Buffer.from('GIF89a', 'latin1'), Buffer.from([5, 0, 6, 0, 0, 0, 0])]);
		const webp = Buffer.alloc(40);
		webp.write('RIFF\0\0\0\0WEBPVP8X', 'latin1');
		webp.set([99, 0, 0, 49, 0, 0], 24);
		const { attachments } = playground.postMessage({
			channel: playground.demo.channels.photos,
			author: playground.demo.users.member,
			attachments: [
				{ name: 'a.jpg', bytes: jpeg },
				{ name: 'b.gif', bytes: gif },
				{ name: 'c.webp', bytes: webp },
				{ name: 'd.png', bytes: Buffer.from('not a picture') },
				{ name: 'e.jpg', bytes: jpeg.subarray(0, 8) },
			],
		});
		expect(attachments.map(({ width, height }) => [width, height])).toEqual([
			[0x0304, 0x0102],
			[5, 6],
			[100, 50],
			[undefined, undefined],
			[undefined, undefined],
		]);
	});

	it('expire after a day, and on demand; fresh addresses work', async () => {
		const clock = createManualClock();
		const playground = await playgroundForTest({ clock });
		const { photos } = playground.demo.channels;
		const post = playground.postMessage({
			channel: photos,
			author: playground.demo.users.member,
			attachments: [{ name: 'a.png', bytes: pngOf(1, 1) }],
		});
		const url = post.attachments[0]?.url ?? '';
		const status = async (address: string) => (await fetch(address)).status;
		clock.advance(23 * HOUR_MS);
		expect(await status(url)).toBe(200);
		expect(await status(url.replace('hm=', 'hm=0'))).toBe(404);
		expect(await status(url.replace(/ex=\w+/, 'ex=7fffffff'))).toBe(404);
		clock.advance(2 * HOUR_MS);
		expect(await status(url)).toBe(404);

		const { body } = await call(playground, 'GET', `/channels/${photos}/messages/${post.id}`);
		const fresh: string = body.attachments[0].url;
		expect(await status(fresh)).toBe(200);
		playground.world.expireAttachments(post);
		expect(await status(fresh)).toBe(404);
		const refresh = await call(playground, 'POST', '/attachments/refresh-urls', { attachment_urls: [fresh] });
		const [{ original, refreshed }] = refresh.body.refreshed_urls;
		expect(original).toBe(fresh);
		expect(await status(refreshed)).toBe(200);
		playground.deleteMessage(post);
		expect(await status(refreshed)).toBe(404);
	});
});

describe('files of the bot', () => {
	it('are taken from multipart requests and shown in embeds instead of below', async () => {
		const playground = await playgroundForTest();
		const client = await loggedIn(playground);
		const channel = await client.channels.fetch(playground.demo.channels.photos);
		if (!channel?.isSendable()) throw new Error('cannot send there');
		const chart = new AttachmentBuilder(Buffer.from(pngOf(3, 4)), { name: 'chart.png', description: 'bars' });
		const sent = await channel.send({
			embeds: [{ title: 'Result', image: { url: 'attachment://chart.png' } }],
			files: [chart, new AttachmentBuilder(Buffer.from('label,percent'), { name: 'result.csv' })],
		});
		expect(sent.attachments.map(({ name }) => name)).toEqual(['result.csv']);
		const image = sent.embeds[0]?.image;
		expect(image).toMatchObject({ width: 3, height: 4 });
		expect((await fetch(image?.url ?? '')).status).toBe(200);
		const csv = await fetch(sent.attachments.first()?.url ?? '');
		expect(await csv.text()).toBe('label,percent');
		expect((await fetch(sent.attachments.first()?.proxyURL ?? '')).status).toBe(415);
		expect(playground.calls.at(-1)?.files).toMatchObject([
			{ name: 'chart.png' },
			{ name: 'result.csv', size: 13 },
		]);

		const edited = await sent.edit({ attachments: [], embeds: [], content: 'nothing' });
		expect(edited.attachments.size).toBe(0);
	});

	it('are shown by components, which must name files that came along', async () => {
		const playground = await playgroundForTest();
		const path = `/channels/${playground.demo.channels.photos}/messages`;
		const gallery = (name: string) => ({
			flags: MessageFlags.IsComponentsV2,
			components: [{ type: 12, items: [{ media: { url: `attachment://${name}` } }] }],
		});
		const form = (payload: object) => {
			const data = new FormData();
			data.append('payload_json', JSON.stringify(payload));
			data.append('files[0]', new Blob([pngOf(2, 2)]), 'a.png');
			return data;
		};
		const good = await call(playground, 'POST', path, form(gallery('a.png')));
		expect(good.body.components[0].items[0].media).toMatchObject({ width: 2, height: 2 });
		expect((await fetch(good.body.components[0].items[0].media.url)).status).toBe(200);
		const bad = await call(playground, 'POST', path, form(gallery('b.png')));
		expect(bad.body.code).toBe(50035);
		const unmatched = { content: 'x', attachments: [{ id: '7', filename: 'a.png' }] };
		expect((await call(playground, 'POST', path, form(unmatched))).body.code).toBe(50146);
	});

	it('are refused when they are too large', async () => {
		const playground = await playgroundForTest();
		const data = new FormData();
		data.append('files[0]', new Blob([new Uint8Array(10 * 1024 * 1024 + 1)]), 'big.bin');
		const path = `/channels/${playground.demo.channels.photos}/messages`;
		expect(await call(playground, 'POST', path, data)).toMatchObject({ status: 413, body: { code: 40005 } });
	});
});

import {
	AttachmentFlags,
	EmbedType,
	MessageReferenceType,
	MessageType,
	StickerFormatType,
} from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { findImages, MAX_IMAGES } from '../../../src/bot/images/find.ts';
import { attachment, message, snowflake } from '../fixtures.ts';

const names = (images: readonly { name: string }[]) => images.map(({ name }) => name);

describe('images of a message', () => {
	test('are its image attachments in order, by content type or, without one, by name', () => {
		const attachments = [
			attachment({ filename: 'a.jpg' }),
			attachment({ filename: 'b.HEIC', content_type: undefined }),
			attachment({ filename: 'c.txt', content_type: 'text/plain' }),
			attachment({ filename: 'd', content_type: 'image/webp' }),
			attachment({ filename: 'voice.ogg', content_type: 'audio/ogg' }),
			attachment({ filename: 'e.PNG', content_type: 'application/octet-stream' }),
			attachment({ filename: 'clip.mp4', content_type: 'video/mp4' }),
		];
		expect(names(findImages(message({ attachments })))).toEqual(['a.jpg', 'b.HEIC', 'd', 'e.PNG']);
	});

	test('keep address, announced size and the name the member chose', () => {
		const raw = attachment({ filename: 'photo.jpg', title: '写真', size: 5 });
		expect(findImages(message({ attachments: [raw] }))).toEqual([
			{ key: raw.id, name: '写真', url: raw.url, size: 5, spoiler: false },
		]);
	});

	test('know spoilers by flag and by the older prefix', () => {
		const attachments = [
			attachment({ flags: AttachmentFlags.IsSpoiler }),
			attachment({ filename: 'SPOILER_a.jpg' }),
			attachment(),
		];
		expect(findImages(message({ attachments })).map(({ spoiler }) => spoiler)).toEqual([true, true, false]);
	});

	test('are found in forwards', () => {
		const forward = message({
			message_reference: { type: MessageReferenceType.Forward, message_id: snowflake(), channel_id: '201' },
			message_snapshots: [
				{
					message: {
						attachments: [attachment({ filename: 'forwarded.png' })],
						content: '',
						edited_timestamp: null,
						embeds: [],
						mentions: [],
						mention_roles: [],
						timestamp: '2026-11-24T00:00:00.000Z',
						type: MessageType.Default,
					},
				},
			],
		});
		expect(names(findImages(forward))).toEqual(['forwarded.png']);
	});

	test('are found in embeds, through Discord’s proxy', () => {
		const linked = message({
			content: 'https://example.com/crow.jpg',
			embeds: [
				{
					type: EmbedType.Image,
					url: 'https://example.com/crow.jpg',
					thumbnail: {
						url: 'https://example.com/crow.jpg',
						proxy_url: 'https://images-ext-1.discordapp.net/external/abc/https/example.com/crow.jpg',
					},
				},
			],
		});
		expect(findImages(linked)).toEqual([
			{
				key: 'https://example.com/crow.jpg',
				name: 'crow.jpg',
				url: 'https://images-ext-1.discordapp.net/external/abc/https/example.com/crow.jpg',
				size: null,
				spoiler: false,
			},
		]);
	});

	test('hide behind a spoiler when the link does', () => {
		const url = 'https://example.com/crow.jpg';
		const embeds = [{ type: EmbedType.Image, url, thumbnail: { url } }];
		const [image] = findImages(message({ content: `look ||${url}||`, embeds }));
		expect(image?.spoiler).toBe(true);
	});

	test('of linked pages and videos count only when somebody asks', () => {
		const embeds = [
			{
				type: EmbedType.Video,
				url: 'https://example.com/v',
				thumbnail: { url: 'https://example.com/v.jpg' },
			},
			{
				type: EmbedType.Article,
				url: 'https://example.com/a',
				thumbnail: { url: 'https://example.com/a.jpg' },
			},
			{ type: EmbedType.Rich, image: { url: 'https://example.com/rich.png' } },
		];
		expect(names(findImages(message({ embeds })))).toEqual(['rich.png']);
		expect(names(findImages(message({ embeds }), { asked: true }))).toEqual(['v.jpg', 'a.jpg', 'rich.png']);
	});

	test('are found in stickers, but not in vector animations', () => {
		const sticker_items = [
			{ id: '900', name: 'crow', format_type: StickerFormatType.PNG },
			{ id: '901', name: 'dancing', format_type: StickerFormatType.APNG },
			{ id: '902', name: 'waving', format_type: StickerFormatType.GIF },
			{ id: '903', name: 'vector', format_type: StickerFormatType.Lottie },
		];
		const images = findImages(message({ sticker_items }));
		expect(names(images)).toEqual(['crow', 'dancing', 'waving']);
		expect(images[0]?.url).toBe('https://cdn.discordapp.com/stickers/900.png');
	});

	test('count once when an embed shows an attachment, and at most ten', () => {
		const raw = attachment();
		const embeds = [
			{ type: EmbedType.Rich, image: { url: raw.url.replace('ex=1', 'ex=2') } },
			{ type: EmbedType.Rich, thumbnail: { url: 'https://cdn.discordapp.com/other.png' } },
		];
		expect(findImages(message({ attachments: [raw], embeds }))).toHaveLength(2);
		const attachments = Array.from({ length: 10 }, () => attachment());
		expect(findImages(message({ attachments, embeds }))).toHaveLength(MAX_IMAGES);
	});
});

import type { Attachment, Embed, Message, MessageSnapshot, Sticker } from 'discord.js';
import { EmbedType, StickerFormatType } from 'discord-api-types/v10';

/** A picture in a message, not yet fetched. */
export interface FoundImage {
	/** The same picture has the same key when its message is fetched again. */
	readonly key: string;
	readonly name: string;
	readonly url: string;
	/** Bytes as Discord announced them; null when it did not. */
	readonly size: number | null;
	readonly spoiler: boolean;
}

export type ImageSource = Pick<Message, 'content' | 'attachments' | 'embeds' | 'stickers'> & {
	readonly messageSnapshots?: Message['messageSnapshots'];
};

export interface FindOptions {
	/** Somebody asked about this very message, so previews of linked pages and videos count too. */
	readonly asked?: boolean;
}

/** As many as Discord lets a member attach; a link's preview may come on top. */
export const MAX_IMAGES = 10;

/** For attachments without a content type: it is optional, and guessed from the name by whoever uploads. */
const IMAGE_NAME = /\.(?:jpe?g|jfif|png|apng|webp|gif|avif|heic|heif|bmp|tiff?)$/i;

/** All pictures of a message in the order in which Discord shows them, each once, at most `MAX_IMAGES`. */
export function findImages(message: ImageSource, options: FindOptions = {}): FoundImage[] {
	const found = new Map<string, FoundImage>();
	const parts: (ImageSource | MessageSnapshot)[] = [message, ...(message.messageSnapshots?.values() ?? [])];
	for (const part of parts) {
		for (const image of imagesOf(part, options)) {
			const address = withoutQuery(image.url);
			if (!found.has(address)) found.set(address, image);
		}
	}
	return [...found.values()].slice(0, MAX_IMAGES);
}

function* imagesOf(part: ImageSource | MessageSnapshot, { asked = false }: FindOptions) {
	for (const attachment of part.attachments.values()) {
		if (isImage(attachment)) yield fromAttachment(attachment);
	}
	for (const embed of part.embeds) {
		const image = fromEmbed(embed, asked, part.content ?? '');
		if (image) yield image;
	}
	for (const sticker of part.stickers.values()) {
		if (sticker.format !== StickerFormatType.Lottie) yield fromSticker(sticker);
	}
}

function isImage({ contentType, name }: Attachment): boolean {
	return contentType?.startsWith('image/') || IMAGE_NAME.test(name);
}

export function fromAttachment(attachment: Attachment): FoundImage {
	return {
		key: attachment.id,
		name: attachment.title ?? attachment.name,
		url: attachment.url,
		size: attachment.size,
		// Clients have long marked spoilers by prefix alone; newer ones set the flag.
		spoiler: attachment.spoiler || attachment.name.startsWith('SPOILER_'),
	};
}

/** The picture an embed shows: a link to an image, or what a bot or webhook embedded. */
function fromEmbed(embed: Embed, asked: boolean, content: string): FoundImage | undefined {
	const isPreview = ![EmbedType.Image, EmbedType.GIFV, EmbedType.Rich, undefined].includes(embed.data.type);
	if (isPreview && !asked) return undefined;
	const picture = embed.image ?? embed.thumbnail;
	if (!picture) return undefined;
	// Discord's proxy, because we never connect to a server that a member named.
	const url = picture.proxyURL ?? picture.url;
	return {
		key: withoutQuery(picture.url),
		name: fileName(picture.url),
		url,
		size: null,
		spoiler: embed.url !== null && isInSpoiler(embed.url, content),
	};
}

function fromSticker(sticker: Sticker): FoundImage {
	return { key: sticker.id, name: sticker.name, url: sticker.url, size: null, spoiler: false };
}

function isInSpoiler(url: string, content: string): boolean {
	for (const [, hidden] of content.matchAll(/\|\|(.+?)\|\|/gs)) {
		if (hidden?.includes(url)) return true;
	}
	return false;
}

function withoutQuery(url: string): string {
	return url.replace(/[?#].*$/s, '');
}

function fileName(url: string): string {
	return withoutQuery(url).split('/').at(-1) || 'image';
}

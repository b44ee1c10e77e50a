import { AttachmentFlags, type Snowflake } from 'discord-api-types/v10';
import { getMimeType, mimes } from 'hono/utils/mime';
import { imageSize } from 'image-size';
import type { Upload } from '../acts.ts';
import type { AttachmentRecord } from './state.ts';
import type { World } from './world.ts';

/** By extension, as Discord names them; a name without one of these has no content type. */
const CONTENT_TYPES = {
	...mimes,
	apng: 'image/apng',
	heic: 'image/heic',
	heif: 'image/heif',
	json: 'application/json; charset=utf-8',
	md: 'text/markdown; charset=utf-8',
	mov: 'video/quicktime',
	ogg: 'audio/ogg',
	wav: 'audio/x-wav',
};

/** Of what Discord notes width and height. */
const MEASURED = ['png', 'jpg', 'gif', 'webp', 'heic', 'heif', 'avif', 'bmp', 'tiff'];

export interface AttachmentPlace {
	readonly folder: Snowflake;
	readonly ephemeral: boolean;
}

/** Keeps the bytes and describes them as Discord does. The bytes are not copied. */
export function storeAttachment(world: World, upload: Upload, place: AttachmentPlace): AttachmentRecord {
	const id = world.nextId();
	const filename = safeFilename(upload.name);
	const spoiler = upload.spoiler === true || filename.startsWith('SPOILER_');
	const attachment: AttachmentRecord = {
		...place,
		id,
		filename,
		title: filename === upload.name ? null : upload.name.replace(/\.[^.]*$/, ''),
		description: upload.description ?? null,
		contentType: upload.contentType ?? contentTypeOf(filename),
		size: upload.bytes.length,
		...sizeOf(upload.bytes),
		flags: spoiler ? AttachmentFlags.IsSpoiler : 0,
		generation: 0,
	};
	keepAttachment(world, attachment, upload.bytes);
	return attachment;
}

function keepAttachment(world: World, attachment: AttachmentRecord, bytes: Uint8Array): void {
	world.attachments.set(attachment.id, attachment);
	world.files.set(attachment.id, bytes);
}

/** A second one with the same bytes, which stays when the first is dropped. */
export function copyAttachment(world: World, attachment: AttachmentRecord): AttachmentRecord {
	const copy = { ...attachment, id: world.nextId() };
	keepAttachment(world, copy, world.files.get(attachment.id) ?? new Uint8Array());
	return copy;
}

export function dropAttachment(world: World, { id }: AttachmentRecord): void {
	world.attachments.delete(id);
	world.files.delete(id);
}

export function contentTypeOf(filename: string): string | null {
	return getMimeType(filename, CONTENT_TYPES) ?? null;
}

function sizeOf(bytes: Uint8Array): Pick<AttachmentRecord, 'width' | 'height'> {
	try {
		const { type = '', width, height } = imageSize(bytes);
		if (MEASURED.includes(type)) return { width, height };
	} catch {
		// No picture, or cut off within its header.
	}
	return { width: null, height: null };
}

/** Discord keeps only these characters in addresses; the name as it was goes into the title. */
function safeFilename(name: string): string {
	const safe = name.replaceAll(' ', '_').replace(/[^A-Za-z0-9._-]/g, '');
	return safe.startsWith('.') || safe === '' ? `unknown${safe}` : safe;
}

export function attachmentPath(attachment: AttachmentRecord): string {
	const root = attachment.ephemeral ? 'ephemeral-attachments' : 'attachments';
	return `/${root}/${attachment.folder}/${attachment.id}/${attachment.filename}`;
}

export function signedUrl(world: World, attachment: AttachmentRecord): string {
	return world.signer.sign(attachmentPath(attachment), saltOf(attachment));
}

export function saltOf(attachment: AttachmentRecord): string {
	return `${attachment.id}:${attachment.generation}`;
}

/** The attachment at a path of the CDN or its media proxy. */
export function findAttachment(world: World, path: string): AttachmentRecord | null {
	const plain = decodeURIComponent(path).replace(/^\/media\//, '/');
	const id = plain.split('/').at(-2);
	const attachment = id === undefined ? undefined : world.attachments.get(id);
	return attachment && attachmentPath(attachment) === plain ? attachment : null;
}

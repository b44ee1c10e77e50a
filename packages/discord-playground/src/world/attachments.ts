import { AttachmentFlags, type Snowflake } from 'discord-api-types/v10';
import type { Upload } from '../acts.ts';
import { imageSize } from './image-size.ts';
import type { AttachmentRecord } from './state.ts';
import type { World } from './world.ts';

/** By extension, as Discord names them; a name without one of these has no content type. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
	png: 'image/png',
	apng: 'image/apng',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	webp: 'image/webp',
	gif: 'image/gif',
	avif: 'image/avif',
	heic: 'image/heic',
	heif: 'image/heif',
	bmp: 'image/bmp',
	tiff: 'image/tiff',
	tif: 'image/tiff',
	svg: 'image/svg+xml; charset=utf-8',
	mp4: 'video/mp4',
	mov: 'video/quicktime',
	webm: 'video/webm',
	mp3: 'audio/mpeg',
	ogg: 'audio/ogg',
	wav: 'audio/x-wav',
	txt: 'text/plain; charset=utf-8',
	md: 'text/markdown; charset=utf-8',
	csv: 'text/csv; charset=utf-8',
	json: 'application/json; charset=utf-8',
	pdf: 'application/pdf',
	zip: 'application/zip',
};

export interface AttachmentPlace {
	readonly folder: Snowflake;
	readonly ephemeral: boolean;
}

/** Keeps the bytes and describes them as Discord does. The bytes are not copied. */
export function storeAttachment(world: World, upload: Upload, place: AttachmentPlace): AttachmentRecord {
	const id = world.nextId();
	const filename = safeFilename(upload.name);
	const spoiler = upload.spoiler === true || filename.startsWith('SPOILER_');
	const size = imageSize(upload.bytes);
	const attachment: AttachmentRecord = {
		...place,
		id,
		filename,
		title: filename === upload.name ? null : upload.name.replace(/\.[^.]*$/, ''),
		description: upload.description ?? null,
		contentType: upload.contentType ?? contentTypeOf(filename),
		size: upload.bytes.length,
		width: size?.width ?? null,
		height: size?.height ?? null,
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
	const extension = filename.split('.').at(-1)?.toLowerCase() ?? '';
	return CONTENT_TYPES[extension] ?? null;
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

import { attachmentPath } from '../world/attachments.ts';
import type { AttachmentRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';

/** The attachment at a path of the CDN or its media proxy. */
export function findAttachment(world: World, path: string): AttachmentRecord | null {
	const plain = decodeURIComponent(path).replace(/^\/media\//, '/');
	const id = plain.split('/').at(-2);
	const attachment = id === undefined ? undefined : world.attachments.get(id);
	return attachment && attachmentPath(attachment) === plain ? attachment : null;
}

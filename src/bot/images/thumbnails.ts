import { drawStrip, readForStrip, type StripPhoto } from '../../dataset/contact-sheet.ts';
import type { Locale } from '../../i18n/locale.ts';
import { messagesFor } from '../../i18n/messages.ts';
import type { Attached } from '../ui/components.ts';
import type { FoundImage } from './find.ts';

const FILE_NAME = 'photos.jpg';

/** Small copies of a message's pictures, made while their bytes are at hand, so that answers can go by number. */
export class Thumbnails {
	readonly #photos = new Map<string, StripPhoto>();

	/** Never rejects: what cannot be read is told in its answer. */
	async add(bytes: Uint8Array, { key, spoiler }: FoundImage): Promise<void> {
		// What was covered stays covered.
		if (spoiler) return;
		try {
			this.#photos.set(key, await readForStrip(bytes));
		} catch {
			// Its place on the strip stays empty.
		}
	}

	/** One picture with all of them in order, numbered from 1; nothing where none can be shown. */
	async draw(images: readonly FoundImage[], locale: Locale): Promise<Attached[]> {
		if (this.#photos.size === 0) return [];
		const attachment = await drawStrip(images.map(({ key }) => this.#photos.get(key)));
		return [{ attachment, name: FILE_NAME, description: messagesFor(locale).bot.thumbnails(images.length) }];
	}
}

import { UserError } from '../../errors.ts';

/** Photos that the host has, in a folder or an archive with one folder for each label: `crow/1.jpg`. */
export interface PhotoCollection {
	/** Files, by their paths within it, with `/`; sorted. */
	readonly paths: readonly string[];
	/** @throws {UserError} `image-too-many-bytes`, `file-not-found`, `file-unreadable` */
	read(path: string, maxBytes: number): Promise<Uint8Array>;
	/** As it is read. @throws {UserError} as `read` */
	stream(path: string, maxBytes: number): AsyncIterable<Uint8Array>;
	close(): Promise<void>;
}

/** @param open undefined for a path that the collection does not have */
export function readsOf(
	open: (path: string) => Promise<AsyncIterable<Uint8Array>> | undefined,
): Pick<PhotoCollection, 'read' | 'stream'> {
	async function* stream(path: string, maxBytes: number) {
		const opening = open(path);
		if (!opening) throw new UserError('file-not-found', { path });
		let bytes = 0;
		try {
			for await (const chunk of await opening) {
				bytes += chunk.length;
				if (bytes > maxBytes) throw new UserError('image-too-many-bytes', { bytes, limit: maxBytes });
				yield chunk;
			}
		} catch (error) {
			if (error instanceof UserError) throw error;
			throw new UserError('file-unreadable', { path, reason: reasonOf(error) }, { cause: error });
		}
	}
	return {
		stream,
		async read(path, maxBytes) {
			const chunks: Uint8Array[] = [];
			for await (const chunk of stream(path, maxBytes)) chunks.push(chunk);
			return Buffer.concat(chunks);
		},
	};
}

export function reasonOf(error: unknown): string {
	const { code, message } = error as NodeJS.ErrnoException;
	return code ?? message;
}

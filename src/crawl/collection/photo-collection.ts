/** Photos that the host has, in a folder or an archive with one folder for each label: `crow/1.jpg`. */
export interface PhotoCollection {
	/** Files, by their paths within it, with `/`; sorted. */
	readonly paths: readonly string[];
	/** @throws {UserError} `image-too-many-bytes`, `file-not-found`, `file-unreadable` */
	read(path: string, maxBytes: number): Promise<Uint8Array>;
	close(): Promise<void>;
}

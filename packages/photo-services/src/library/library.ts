/** A picture that can be offered, and under which label. */
export interface LibraryPhoto {
	/** Unique in the library: `crow/12.jpg`. */
	readonly name: string;
	readonly label: string;
	readonly contentType: string;
	size(): Promise<{ readonly width: number; readonly height: number }>;
	read(): Promise<Buffer>;
}

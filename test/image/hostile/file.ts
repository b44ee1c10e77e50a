import type { ErrorCode } from '../../../src/errors.ts';

export interface HostileFile {
	/** What was done to it; for a mutated file, with its number. */
	readonly name: string;
	readonly bytes: Buffer;
	/** What must come of it, where that is certain: pixels, or a refusal with this code. */
	readonly outcome?: 'answered' | ErrorCode;
}

/** A hostile file to be made when its turn comes: some are large. */
export interface HandMadeFile {
	readonly name: string;
	readonly outcome: 'answered' | ErrorCode;
	readonly make: () => Buffer | Promise<Buffer>;
}

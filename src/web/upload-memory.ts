import { UserError } from '../errors.ts';

/** What one request holds of the memory for uploads. */
export interface MemoryLease {
	/** @throws {UserError} `uploads-busy` when all requests together would hold too much */
	take(bytes: number): void;
	release(): void;
}

/** Bounds the bytes that the uploads under way hold in memory together, however many connections send them. */
export class UploadMemory {
	readonly #capacity: number;
	#held = 0;
	#leases = 0;

	/** @param capacity bytes */
	constructor(capacity: number) {
		this.#capacity = capacity;
	}

	lease(): MemoryLease {
		let own = 0;
		this.#leases++;
		return {
			take: (bytes) => {
				if (this.#held + bytes > this.#capacity)
					throw new UserError('uploads-busy', { uploads: this.#leases - 1 });
				this.#held += bytes;
				own += bytes;
			},
			release: () => {
				this.#held -= own;
				this.#leases--;
			},
		};
	}
}

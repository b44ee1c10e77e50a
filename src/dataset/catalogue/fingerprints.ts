import { setImmediate as letOthersRun } from 'node:timers/promises';
import { z } from 'zod';
import { bitCount, hammingDistance } from '../../image/perceptual-hash.ts';
import type { Scope } from './scope.ts';

/**
 * Differing bits up to which two hashes mean one picture: re-encoded or resized copies stay within, different photos
 * lie around 32 apart.
 */
export const SAME_PICTURE_BITS = 6;

/** Rows read at once: 3 ms. */
const CHUNK = 20_000;

/** One row of JSON arrays: libsql takes 2 to 3 microseconds to hand over a row, fifty times what a number costs so. */
const PACKED = z.object({ sequences: json(), highs: json(), lows: json() });

const RESOLVED = z.object({
	photo_id: z.number().nullable(),
	tombstone_id: z.number().nullable(),
	high: z.number(),
	low: z.number(),
});

/** What a hash came near to. */
export interface Match {
	readonly photoId?: number;
	readonly tombstoneId?: number;
	readonly distance: number;
}

/**
 * Finds near perceptual hashes among a classifier's photos and tombstones by comparing with every one of them: exact
 * by construction, and as fast for skies (whose hashes crowd together and spoil any index by parts of the hash) as
 * for anything else. 100,000 comparisons take a third of a millisecond.
 *
 * The hashes lie in memory and follow the table by its sequence, so what another process enters is seen too. What was
 * deleted since stays behind here until the next start; a match counts only if the table still has it.
 */
export class Fingerprints {
	readonly #scope: Scope;
	#sequences = new Float64Array(1024);
	#highs = new Int32Array(1024);
	#lows = new Int32Array(1024);
	#count = 0;

	constructor(scope: Scope) {
		this.#scope = scope;
	}

	/** Reads what is new, in pieces. Worth awaiting before `near`, which would otherwise read it all at once. */
	async catchUp(): Promise<void> {
		while (this.#readChunk()) await letOthersRun();
	}

	/** Nearest first. A picture without contrast is near nothing: all of those hash alike. */
	near(perceptualHash: bigint, within = SAME_PICTURE_BITS): Match[] {
		if (isPlain(perceptualHash)) return [];
		while (this.#readChunk());
		const [high, low] = halves(perceptualHash);
		const [sequences, highs, lows, count] = [this.#sequences, this.#highs, this.#lows, this.#count];
		const found: number[] = [];
		for (let n = 0; n < count; n++) {
			const bits = bitCount(highs[n] ^ high);
			// The second half of the comparison is worth it for one in eight thousand, of hashes that lie anywhere.
			if (bits <= within && bits + bitCount(lows[n] ^ low) <= within) found.push(sequences[n]);
		}
		return this.#resolve(found, perceptualHash).filter(({ distance }) => distance <= within);
	}

	/** Enters the hash of a photo or tombstone, for the searches after this transaction. */
	enter(of: { readonly photoId: number } | { readonly tombstoneId: number }, perceptualHash: bigint): void {
		if (isPlain(perceptualHash)) return;
		this.#scope.connection.run(
			'INSERT INTO fingerprint (classifier_id, photo_id, tombstone_id, high, low) VALUES (?, ?, ?, ?, ?)',
			this.#scope.id,
			'photoId' in of ? of.photoId : null,
			'tombstoneId' in of ? of.tombstoneId : null,
			...halves(perceptualHash),
		);
	}

	/** Whether there was anything to read. */
	#readChunk(): boolean {
		const last = this.#count === 0 ? 0 : this.#sequences[this.#count - 1];
		const chunk = this.#scope.get(
			PACKED,
			`SELECT json_group_array(sequence) AS sequences, json_group_array(high) AS highs, json_group_array(low) AS lows
			 FROM (SELECT sequence, high, low FROM fingerprint
			       WHERE classifier_id = ? AND sequence > ? ORDER BY sequence LIMIT ?)`,
			this.#scope.id,
			last,
			CHUNK,
		);
		if (!chunk || chunk.sequences.length === 0) return false;
		this.#reserve(this.#count + chunk.sequences.length);
		this.#sequences.set(chunk.sequences, this.#count);
		this.#highs.set(chunk.highs, this.#count);
		this.#lows.set(chunk.lows, this.#count);
		this.#count += chunk.sequences.length;
		return true;
	}

	#reserve(count: number): void {
		if (count <= this.#sequences.length) return;
		const size = Math.max(count, this.#sequences.length * 2);
		this.#sequences = grown(this.#sequences, new Float64Array(size));
		this.#highs = grown(this.#highs, new Int32Array(size));
		this.#lows = grown(this.#lows, new Int32Array(size));
	}

	#resolve(sequences: readonly number[], perceptualHash: bigint): Match[] {
		if (sequences.length === 0) return [];
		return this.#scope
			.all(
				RESOLVED,
				`SELECT photo_id, tombstone_id, high, low FROM fingerprint
				 WHERE sequence IN (SELECT value FROM json_each(?))`,
				JSON.stringify(sequences),
			)
			.map((row) => ({
				...(row.photo_id !== null && { photoId: row.photo_id }),
				...(row.tombstone_id !== null && { tombstoneId: row.tombstone_id }),
				distance: hammingDistance(wholeHash(row.high, row.low), perceptualHash),
			}))
			.sort((a, b) => a.distance - b.distance || (a.photoId ?? 0) - (b.photoId ?? 0));
	}
}

/** The hash of a picture with hardly any contrast is near zero, like that of every other such picture. */
function isPlain(perceptualHash: bigint): boolean {
	return hammingDistance(perceptualHash, 0n) <= SAME_PICTURE_BITS;
}

function halves(hash: bigint): [high: number, low: number] {
	return [Number(BigInt.asIntN(32, hash >> 32n)), Number(BigInt.asIntN(32, hash))];
}

/** A hash from the halves that the table keeps. */
export function wholeHash(high: number, low: number): bigint {
	return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function grown<Values extends Float64Array | Int32Array>(from: Values, to: Values): Values {
	to.set(from);
	return to;
}

function json() {
	return z.string().transform((text) => z.array(z.number()).parse(JSON.parse(text)));
}

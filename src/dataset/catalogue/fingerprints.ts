import { setImmediate as letOthersRun } from 'node:timers/promises';
import { bitCount, hammingDistance } from '../../image/perceptual-hash.ts';
import { packed } from '../../store/differences.ts';
import type { Scope } from './scope.ts';
import { fromJson } from './tables.ts';

/**
 * Differing bits up to which two hashes mean one picture: re-encoded or resized copies stay within, different photos
 * lie around 32 apart.
 */
export const SAME_PICTURE_BITS = 6;

/** Rows read at once: 3 ms. */
const CHUNK = 20_000;

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
	#sequences = new Float64Array(1024);
	#highs = new Int32Array(1024);
	#lows = new Int32Array(1024);
	#count = 0;
	#catchingUp: Promise<void> | undefined;

	/** Reads what is new, in pieces. To be awaited before a transaction that asks for `near`. */
	catchUp(scope: Scope): Promise<void> {
		this.#catchingUp ??= this.#readAll(scope).finally(() => {
			this.#catchingUp = undefined;
		});
		return this.#catchingUp;
	}

	/** Nearest first. A picture without contrast is near nothing: all of those hash alike. */
	async near(scope: Scope, perceptualHash: bigint): Promise<Match[]> {
		if (isPlain(perceptualHash)) return [];
		const [high, low] = halves(perceptualHash);
		// Not kept: a transaction that is rolled back gives its sequences to others.
		const latest = await this.#readAfterLast(scope);
		const [sequences, highs, lows, count] = [this.#sequences, this.#highs, this.#lows, this.#count];
		const found: number[] = [];
		for (let n = 0; n < count; n++) {
			const bits = bitCount(highs[n] ^ high);
			// The second half of the comparison is worth it for one in eight thousand, of hashes that lie anywhere.
			if (bits <= SAME_PICTURE_BITS && bits + bitCount(lows[n] ^ low) <= SAME_PICTURE_BITS)
				found.push(sequences[n]);
		}
		found.push(...latest.sequences);
		return (await resolve(scope, found, perceptualHash)).filter(
			({ distance }) => distance <= SAME_PICTURE_BITS,
		);
	}

	/** Enters the hash of a photo or tombstone, for the searches after this transaction. */
	async enter(
		scope: Scope,
		of: { readonly photoId: number } | { readonly tombstoneId: number },
		perceptualHash: bigint,
	): Promise<void> {
		if (isPlain(perceptualHash)) return;
		const [high, low] = halves(perceptualHash);
		await scope.rows
			.insertInto('fingerprint')
			.values({
				classifier_id: scope.id,
				photo_id: 'photoId' in of ? of.photoId : null,
				tombstone_id: 'tombstoneId' in of ? of.tombstoneId : null,
				high,
				low,
			})
			.execute();
	}

	async #readAll(scope: Scope): Promise<void> {
		for (;;) {
			const { sequences, highs, lows } = await this.#readAfterLast(scope);
			this.#reserve(this.#count + sequences.length);
			this.#sequences.set(sequences, this.#count);
			this.#highs.set(highs, this.#count);
			this.#lows.set(lows, this.#count);
			this.#count += sequences.length;
			if (sequences.length < CHUNK) return;
			await letOthersRun();
		}
	}

	async #readAfterLast({ rows, id }: Scope): Promise<Chunk> {
		const last = this.#count === 0 ? 0 : this.#sequences[this.#count - 1];
		// One row of JSON arrays: libsql takes microseconds to hand over a row, fifty times what a number costs so.
		const chunk = await rows
			.selectFrom((from) =>
				from
					.selectFrom('fingerprint')
					.select(['sequence', 'high', 'low'])
					.where('classifier_id', '=', id)
					.where('sequence', '>', last)
					.orderBy('sequence')
					.limit(CHUNK)
					.as('next'),
			)
			.select([
				packed(rows, 'sequence').as('sequences'),
				packed(rows, 'high').as('highs'),
				packed(rows, 'low').as('lows'),
			])
			.executeTakeFirstOrThrow();
		return {
			sequences: fromJson<number[]>(chunk.sequences ?? '[]'),
			highs: fromJson<number[]>(chunk.highs ?? '[]'),
			lows: fromJson<number[]>(chunk.lows ?? '[]'),
		};
	}

	#reserve(count: number): void {
		if (count <= this.#sequences.length) return;
		const size = Math.max(count, this.#sequences.length * 2);
		this.#sequences = grown(this.#sequences, new Float64Array(size));
		this.#highs = grown(this.#highs, new Int32Array(size));
		this.#lows = grown(this.#lows, new Int32Array(size));
	}
}

interface Chunk {
	readonly sequences: readonly number[];
	readonly highs: readonly number[];
	readonly lows: readonly number[];
}

async function resolve({ rows }: Scope, sequences: readonly number[], hash: bigint): Promise<Match[]> {
	if (sequences.length === 0) return [];
	const found = await rows
		.selectFrom('fingerprint')
		.select(['photo_id', 'tombstone_id', 'high', 'low'])
		.where('sequence', 'in', sequences)
		.execute();
	return found
		.map(({ photo_id, tombstone_id, high, low }) => ({
			...(photo_id !== null && { photoId: photo_id }),
			...(tombstone_id !== null && { tombstoneId: tombstone_id }),
			distance: hammingDistance(wholeHash(high, low), hash),
		}))
		.sort((a, b) => a.distance - b.distance || (a.photoId ?? 0) - (b.photoId ?? 0));
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

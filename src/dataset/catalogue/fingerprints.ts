import { setImmediate as letOthersRun } from 'node:timers/promises';
import { bitCount, hammingDistance } from '../../image/perceptual-hash.ts';
import { packed } from '../../store/differences.ts';
import { type Scope, scoped } from './scope.ts';
import { fromJson, type RowOf } from './tables.ts';

/**
 * Differing bits up to which two hashes mean one picture: re-encoded or resized copies stay within, different photos
 * lie around 32 apart.
 */
export const SAME_PICTURE_BITS = 6;

/** Rows read at once: 3 ms. */
const CHUNK = 20_000;

/** Rows that are read once more with each search rather than kept: a tenth of a millisecond. */
const FEW = 100;

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
	/** How many rows the last search found that are not kept here. */
	#behind = Number.POSITIVE_INFINITY;
	#catchingUp: Promise<void> | undefined;

	/** Reads what is new, in pieces, where it may be much. To be awaited before a transaction that asks for `near`. */
	async catchUp(scope: Scope): Promise<void> {
		if (this.#behind < FEW) return;
		this.#catchingUp ??= this.#readAll(scope).finally(() => {
			this.#catchingUp = undefined;
		});
		await this.#catchingUp;
	}

	/** Nearest first. A picture without contrast is near nothing: all of those hash alike. */
	async near(scope: Scope, perceptualHash: bigint): Promise<Match[]> {
		if (isPlain(perceptualHash)) return [];
		const [high, low] = halves(perceptualHash);
		// Not kept: a transaction that is rolled back gives its sequences to others.
		const kept = { sequences: this.#sequences, highs: this.#highs, lows: this.#lows };
		const found = within(kept, this.#count, high, low);
		let behind = 0;
		for await (const chunk of chunksAfter(scope, this.#last())) {
			behind += chunk.sequences.length;
			found.push(...within(chunk, chunk.sequences.length, high, low));
		}
		this.#behind = behind;
		return resolve(scope, found, perceptualHash);
	}

	/** Enters the hash of a photo or tombstone, for the searches after this transaction. */
	async enter(
		scope: Scope,
		of: { readonly photoId: number } | { readonly tombstoneId: number },
		perceptualHash: bigint,
	): Promise<void> {
		if (isPlain(perceptualHash)) return;
		const [high, low] = halves(perceptualHash);
		const photo_id = 'photoId' in of ? of.photoId : null;
		const tombstone_id = 'tombstoneId' in of ? of.tombstoneId : null;
		await insert(scope, { photo_id, tombstone_id, high, low });
	}

	async #readAll(scope: Scope): Promise<void> {
		for await (const { sequences, highs, lows } of chunksAfter(scope, this.#last())) {
			this.#reserve(this.#count + sequences.length);
			this.#sequences.set(sequences, this.#count);
			this.#highs.set(highs, this.#count);
			this.#lows.set(lows, this.#count);
			this.#count += sequences.length;
			await letOthersRun();
		}
		this.#behind = 0;
	}

	#last(): number {
		return this.#count === 0 ? 0 : this.#sequences[this.#count - 1];
	}

	#reserve(count: number): void {
		if (count <= this.#sequences.length) return;
		const size = Math.max(count, this.#sequences.length * 2);
		this.#sequences = grown(this.#sequences, new Float64Array(size));
		this.#highs = grown(this.#highs, new Int32Array(size));
		this.#lows = grown(this.#lows, new Int32Array(size));
	}
}

async function* chunksAfter(scope: Scope, last: number): AsyncGenerator<Chunk> {
	for (let after = last; ; ) {
		const [packedRows] = (await chunkAfter(scope, { after })).rows;
		const sequences = fromJson<number[]>(packedRows.sequences ?? '[]');
		if (sequences.length === 0) return;
		yield { sequences, highs: fromJson(packedRows.highs ?? '[]'), lows: fromJson(packedRows.lows ?? '[]') };
		if (sequences.length < CHUNK) return;
		after = sequences[CHUNK - 1];
	}
}

/** One row of JSON arrays: libsql takes microseconds to hand over a row, fifty times what a number costs so. */
const chunkAfter = scoped(({ rows, id }, { after }: { after: number }) =>
	rows
		.selectFrom((from) =>
			from
				.selectFrom('fingerprint')
				.select(['sequence', 'high', 'low'])
				.where('classifier_id', '=', id)
				.where('sequence', '>', after)
				.orderBy('sequence')
				.limit(CHUNK)
				.as('next'),
		)
		.select([
			packed(rows, 'sequence').as('sequences'),
			packed(rows, 'high').as('highs'),
			packed(rows, 'low').as('lows'),
		]),
);

const insert = scoped(
	({ rows, id }, print: Pick<RowOf<'fingerprint'>, 'photo_id' | 'tombstone_id' | 'high' | 'low'>) =>
		rows.insertInto('fingerprint').values({ ...print, classifier_id: id }),
);

interface Chunk {
	readonly sequences: ArrayLike<number>;
	readonly highs: ArrayLike<number>;
	readonly lows: ArrayLike<number>;
}

/** Which of the first so many are near to a hash, by their sequences. */
function within({ sequences, highs, lows }: Chunk, count: number, high: number, low: number): number[] {
	const found: number[] = [];
	for (let n = 0; n < count; n++) {
		const bits = bitCount(highs[n] ^ high);
		// The second half of the comparison is worth it for one in eight thousand, of hashes that lie anywhere.
		if (bits <= SAME_PICTURE_BITS && bits + bitCount(lows[n] ^ low) <= SAME_PICTURE_BITS)
			found.push(sequences[n]);
	}
	return found;
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

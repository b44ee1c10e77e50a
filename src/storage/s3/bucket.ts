import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import type { ObjectStat } from '../object-store.ts';
import type { S3Address } from './client.ts';
import { type LoadedClient, loadS3 } from './client.ts';
import { isConflict, isNoObject, s3Refusal } from './refusals.ts';

/** Says whose files these are, beside them: in a bucket and in folders alike. */
export const IDENTITY_KEY = 'installation.json';

/** Longest that one question may take, with all attempts. */
const LONGEST_MS = 30_000;

/** Answers that break off, or are not what was put there, are asked for so often. */
const READS = 3;
const READ_AGAIN_MS = 200;

export interface BucketObject {
	readonly bytes: Uint8Array;
	/** In quotation marks, as conditions take it. */
	readonly etag: string;
}

export interface ListedObject extends ObjectStat {
	readonly key: string;
	readonly etag: string;
}

/** What is written only so: where nothing is yet, or where that is which was read. */
export type Condition = Pick<PutObjectCommandInput, 'IfMatch' | 'IfNoneMatch'>;

/**
 * The objects of a bucket under one prefix, which keys leave out. Every object carries its SHA-256, and is checked by it
 * when it is read. All methods throw refusals as `s3Refusal` makes them.
 */
export class S3Bucket {
	readonly address: S3Address;
	readonly #load: () => Promise<LoadedClient>;
	#loaded: Promise<LoadedClient> | undefined;

	constructor(address: S3Address, load: () => Promise<LoadedClient> = loadS3) {
		this.address = address;
		this.#load = load;
	}

	/** The same store, further down. */
	within(folder: string): S3Bucket {
		const { prefix } = this.address;
		return new S3Bucket({ ...this.address, prefix: `${prefix}${folder}/` }, () => this.#client());
	}

	async get(key: string): Promise<BucketObject | undefined> {
		const abortSignal = AbortSignal.timeout(LONGEST_MS);
		for (let read = 1; ; read++) {
			try {
				return await this.#getOnce(key, abortSignal);
			} catch (error) {
				if (read === READS || abortSignal.aborted || !(error instanceof Torn)) throw this.#refusal(error);
				await sleep(READ_AGAIN_MS * read);
			}
		}
	}

	async #getOnce(key: string, abortSignal: AbortSignal): Promise<BucketObject | undefined> {
		const { sdk, client } = await this.#client();
		const answer = await client
			.send(new sdk.GetObjectCommand(this.#named(key)), { abortSignal })
			.catch((error: unknown) => {
				if (isNoObject(error)) return undefined;
				throw error;
			});
		if (!answer?.Body) return undefined;
		const bytes = await answer.Body.transformToByteArray().catch((cause: unknown) => {
			throw new Torn(`${key} broke off`, { cause });
		});
		const expected = answer.Metadata?.sha256;
		if (expected !== undefined && expected !== sha256Of(bytes)) throw new Torn(`${key} was altered`);
		return { bytes, etag: answer.ETag ?? '' };
	}

	async head(key: string): Promise<ObjectStat | undefined> {
		const { sdk, client } = await this.#client();
		try {
			const answer = await client.send(new sdk.HeadObjectCommand(this.#named(key)), this.#options());
			return { bytes: answer.ContentLength ?? 0, modifiedAt: answer.LastModified ?? new Date(0) };
		} catch (error) {
			if (isNoObject(error)) return undefined;
			throw this.#refusal(error);
		}
	}

	/**
	 * Whole or not at all, however the upload ends.
	 * @returns its ETag; undefined, and nothing is changed, where the condition does not hold
	 */
	async put(
		key: string,
		content: string | Uint8Array,
		condition: Condition = {},
	): Promise<string | undefined> {
		const { sdk, client } = await this.#client();
		const body = typeof content === 'string' ? Buffer.from(content) : content;
		const wanted = { ...this.#named(key), Body: body, Metadata: { sha256: sha256Of(body) }, ...condition };
		try {
			return (await client.send(new sdk.PutObjectCommand(wanted), this.#options())).ETag ?? '';
		} catch (error) {
			if (isConflict(error) || (condition.IfMatch && isNoObject(error))) return undefined;
			throw this.#refusal(error);
		}
	}

	async delete(key: string): Promise<void> {
		const { sdk, client } = await this.#client();
		try {
			await client.send(new sdk.DeleteObjectCommand(this.#named(key)), this.#options());
		} catch (error) {
			if (!isNoObject(error)) throw this.#refusal(error);
		}
	}

	/** All objects whose keys begin so, by key. */
	async *list(start = ''): AsyncGenerator<ListedObject> {
		const { sdk, client } = await this.#client();
		const { bucket: Bucket, prefix } = this.address;
		let ContinuationToken: string | undefined;
		do {
			const command = new sdk.ListObjectsV2Command({ Bucket, Prefix: prefix + start, ContinuationToken });
			const page = await client.send(command, this.#options()).catch((error: unknown) => {
				throw this.#refusal(error);
			});
			for (const { Key = '', Size = 0, LastModified = new Date(0), ETag = '' } of page.Contents ?? []) {
				yield { key: Key.slice(prefix.length), bytes: Size, modifiedAt: LastModified, etag: ETag };
			}
			ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
		} while (ContinuationToken !== undefined);
	}

	#client(): Promise<LoadedClient> {
		this.#loaded ??= this.#load();
		return this.#loaded;
	}

	#named(key: string): { readonly Bucket: string; readonly Key: string } {
		if (key.split('/').includes('..') || key.includes('\0')) throw new RangeError('no key');
		return { Bucket: this.address.bucket, Key: this.address.prefix + key };
	}

	#options(): { readonly abortSignal: AbortSignal } {
		return { abortSignal: AbortSignal.timeout(LONGEST_MS) };
	}

	#refusal(error: unknown): unknown {
		return error instanceof RangeError ? error : s3Refusal(error, this.address);
	}
}

/** An answer that is not what was put there. */
class Torn extends Error {
	override readonly name = 'Torn';
}

function sha256Of(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

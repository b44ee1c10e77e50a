import { randomUUID } from 'node:crypto';
import type { Queue } from 'bullmq';
import { isUserError, UserError } from '../errors.ts';
import { PREFIX } from '../jobs/cancellations.ts';
import { fromWire } from '../jobs/wire-error.ts';
import type { Backbone } from '../model/backbone/folder.ts';
import type { EmbeddedPhoto, Embedder, EmbedOptions } from '../model/engine/engine.ts';
import type { RedisServer } from '../store/redis.ts';
import {
	EMBED_QUEUE,
	type EmbeddingAnswer,
	type EmbeddingOrder,
	embeddingAnswerSchema,
	photoKey,
} from './embedding-order.ts';
import type { Processes } from './processes.ts';

/** How long a photo is kept for workers, in seconds, should this process die. */
const PHOTO_KEPT_SECONDS = 120;

/** What members post is not for the server's disk, and writing it would cost more than all the rest: memory alone has it. */
const KEEP_IN_MEMORY = `
redis.set_repl(redis.REPL_NONE)
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
`;

export interface SharedEmbedderOptions {
	readonly redis: RedisServer;
	readonly processes: Processes;
	/** Photos that may wait, of all processes. */
	readonly queueLimit: number;
	/** After which a photo is embedded here all the same. */
	readonly patienceMs: number;
	readonly onError: (error: unknown) => void;
}

/** What a worker cannot do, this process may. */
const TO_BE_DONE_HERE = [
	'backbone-not-installed',
	'backbone-damaged',
	'engine-busy',
	'engine-closed',
	'engine-crashed',
] as const;

type Settle = (embedded: EmbeddedPhoto | undefined, error?: Error) => void;

/**
 * Has photos embedded by workers, through BullMQ. The answer comes straight back, not through the queue's events, which
 * would bring every answer to every process. Where there is no worker, or the server or the worker goes away meanwhile,
 * the photo is this process's own again: nobody waits for an answer that does not come.
 */
export class SharedEmbedder implements Embedder {
	readonly #options: SharedEmbedderOptions;
	readonly #queue: Queue;
	readonly #channel: string;
	readonly #waiting = new Map<string, Settle>();
	/** Whether there was room when it was looked last. */
	#hasRoom = false;

	private constructor(options: SharedEmbedderOptions, queue: Queue) {
		this.#options = options;
		this.#queue = queue;
		const { redis, processes, onError } = options;
		queue.on('error', onError);
		this.#channel = `${PREFIX}:answers:${processes.id}`;
		redis.client.on('close', () => this.#giveUp());
		processes.onLook(() => {
			if (processes.takenByWorkers('embed') === 0) this.#giveUp();
		});
	}

	static async open(options: SharedEmbedderOptions): Promise<SharedEmbedder> {
		const { Queue } = await import('bullmq');
		const { redis } = options;
		const embedder = new SharedEmbedder(
			options,
			new Queue(EMBED_QUEUE, { connection: redis.client, prefix: PREFIX }),
		);
		const subscriber = redis.connect();
		subscriber.on('message', (_, message) => {
			try {
				embedder.#hear(embeddingAnswerSchema.parse(JSON.parse(message)));
			} catch (error) {
				options.onError(error);
			}
		});
		await subscriber.subscribe(embedder.#channel);
		return embedder;
	}

	async embed(
		backbone: Backbone,
		bytes: Uint8Array,
		{ signal, beside }: Pick<EmbedOptions, 'signal' | 'beside'> = {},
	): Promise<EmbeddedPhoto | undefined> {
		const { redis, processes, queueLimit, patienceMs, onError } = this.#options;
		if (redis.client.status !== 'ready' || processes.takenByWorkers('embed') === 0) return undefined;
		const order: EmbeddingOrder = {
			backbone: referenceTo(backbone),
			...(beside && { beside: referenceTo(beside) }),
			channel: this.#channel,
		};
		const photo = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		return new Promise((resolve, reject) => {
			const jobId = randomUUID();
			const settle: Settle = (embedded, error) => {
				if (!this.#waiting.delete(jobId)) return;
				clearTimeout(patience);
				signal?.removeEventListener('abort', cancel);
				if (!embedded) this.#withdraw(jobId);
				if (error) reject(error);
				else resolve(embedded);
			};
			const patience = setTimeout(() => settle(undefined), patienceMs);
			const cancel = () => settle(undefined, new UserError('cancelled', {}));
			signal?.addEventListener('abort', cancel, { once: true });
			this.#waiting.set(jobId, settle);
			this.#handIn(jobId, order, photo, queueLimit).catch((error: unknown) => {
				if (isUserError(error)) return settle(undefined, error);
				onError(error);
				settle(undefined);
			});
		});
	}

	async close(): Promise<void> {
		this.#giveUp();
		await this.#queue.close();
	}

	async #handIn(jobId: string, order: EmbeddingOrder, photo: Buffer, limit: number): Promise<void> {
		const looking = this.#requireRoom(limit);
		// Else it is on its way meanwhile: there is room still, or it is taken back.
		if (!this.#hasRoom) await looking;
		const { client } = this.#options.redis;
		await Promise.all([
			looking,
			client.eval(KEEP_IN_MEMORY, 1, photoKey(jobId), photo, PHOTO_KEPT_SECONDS),
			this.#queue.add(EMBED_QUEUE, order, { jobId, removeOnComplete: true, removeOnFail: true }),
		]);
	}

	async #requireRoom(limit: number): Promise<void> {
		const waiting = await this.#queue.getWaitingCount();
		this.#hasRoom = waiting < limit;
		if (!this.#hasRoom) throw new UserError('engine-busy', { waiting });
	}

	#hear(answer: EmbeddingAnswer): void {
		const settle = this.#waiting.get(answer.id);
		if ('embedding' in answer) {
			const { embedding, beside } = answer;
			settle?.({ embedding: decode(embedding), ...(beside !== undefined && { beside: decode(beside) }) });
		} else {
			const error = fromWire(answer.error);
			settle?.(undefined, isUserError(error, ...TO_BE_DONE_HERE) ? undefined : error);
		}
	}

	#giveUp(): void {
		for (const settle of [...this.#waiting.values()]) settle(undefined);
	}

	/** A worker that comes for it finds nothing to do. */
	#withdraw(jobId: string): void {
		const { client } = this.#options.redis;
		if (client.status !== 'ready') return;
		client.del(photoKey(jobId)).catch(this.#options.onError);
		this.#queue.remove(jobId).catch(this.#options.onError);
	}
}

function referenceTo({ manifest: { id, sha256 } }: Backbone): EmbeddingOrder['backbone'] {
	return { id, sha256 };
}

function decode(base64: string): Float32Array {
	const bytes = Buffer.from(base64, 'base64');
	// A copy: a small buffer lies in memory that is shared, at any offset.
	return new Float32Array(new Uint8Array(bytes).buffer);
}

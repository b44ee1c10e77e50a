import type { Job } from 'bullmq';
import { PREFIX } from '../jobs/cancellations.ts';
import { toWire } from '../jobs/wire-error.ts';
import type { Engine } from '../model/engine/engine.ts';
import type { RedisServer } from '../store/redis.ts';
import {
	EMBED_QUEUE,
	type EmbeddingAnswer,
	type EmbeddingOrder,
	embeddingOrderSchema,
	photoKey,
} from './embedding-order.ts';

/** A worker that gives no sign of life for so long is dead, and its photos are given to others. */
const LOCK_MS = 4_000;
const LOOK_FOR_DEAD_MS = 1_500;

/** How often a photo may lose its worker; more, and the photo is what kills them. */
const MAX_DEATHS = 1;

export interface TakeEmbeddingsOptions {
	readonly redis: RedisServer;
	readonly engine: Pick<Engine, 'embed' | 'backboneOf'>;
	/** Photos at once. */
	readonly concurrency: number;
	readonly onError: (error: unknown) => void;
}

/** Embeds photos that other processes hand in. @returns stops, once those that it has are done */
export async function takeEmbeddings({
	redis: { client },
	engine,
	concurrency,
	onError,
}: TakeEmbeddingsOptions): Promise<() => Promise<void>> {
	const { Worker } = await import('bullmq');

	const embed = async ({ id = '', data }: Job) => {
		const order = embeddingOrderSchema.parse(data);
		const photo = await client.getBuffer(photoKey(id));
		// Whoever wanted it has given it up.
		if (!photo) return;
		const answer = await answerTo(id, order, photo);
		await Promise.all([client.publish(order.channel, JSON.stringify(answer)), client.del(photoKey(id))]);
	};

	const answerTo = async (
		id: string,
		{ backbone, beside }: EmbeddingOrder,
		photo: Buffer,
	): Promise<EmbeddingAnswer> => {
		try {
			const embedded = await engine.embed(photo, {
				backbone: await engine.backboneOf(backbone),
				// Whoever asked does without, and asks for it by itself.
				beside: beside && (await engine.backboneOf(beside).catch(() => undefined)),
			});
			return {
				id,
				embedding: encode(embedded.embedding),
				...(embedded.beside && { beside: encode(embedded.beside) }),
			};
		} catch (error) {
			return { id, error: toWire(error) };
		}
	};

	const worker = new Worker(EMBED_QUEUE, embed, {
		connection: client,
		prefix: PREFIX,
		// One more than is embedded at once: it comes while the others are at work.
		concurrency: concurrency + 1,
		lockDuration: LOCK_MS,
		stalledInterval: LOOK_FOR_DEAD_MS,
		maxStalledCount: MAX_DEATHS,
	});
	worker.on('error', onError);
	return () => worker.close();
}

function encode({ buffer, byteOffset, byteLength }: Float32Array): string {
	return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Engine } from '../model/engine/engine.ts';
import { readSafetyNetwork, type SafetyNetwork } from '../model/safety/safety-network.ts';
import { storageRefusal } from '../store/faults.ts';

/** Classes that nobody wants in a dataset, and how much each counts: swimwear is no reason to leave a beach out. */
const WEIGHTS: Readonly<Record<string, number>> = { Porn: 1, Hentai: 1, Sexy: 0.5 };

export type NsfwScorer = (photo: Uint8Array, signal?: AbortSignal) => Promise<number>;

/**
 * How likely a photo is not safe for work, 0 to 1, as the safety network sees it; the network is read when the first
 * photo comes. Photos that wait to be judged go first. What the network said is kept beside the embeddings, by the
 * photo's content and the network's hash; losing it costs time, nothing else.
 * @returns a function that throws {UserError} as Engine.probabilities, or `safety-network-damaged`
 */
export function nsfwScorer(
	engine: Pick<Engine, 'probabilities'>,
	dataFolder: string,
	read: () => Promise<SafetyNetwork> = readSafetyNetwork,
): NsfwScorer {
	let reading: Promise<SafetyNetwork> | undefined;
	return async (photo, signal) => {
		reading ??= read();
		const network = await reading;
		const { id, sha256, classes } = network.manifest;
		const key = createHash('sha256').update(photo).digest('hex');
		const folder = join(dataFolder, 'embeddings', `${id}-${sha256.slice(0, 12)}`, key.slice(0, 2));
		const path = join(folder, `${key}.classes.f32`);
		const known = await readFloats(path, classes.length);
		const probabilities = known ?? (await ask(engine, network, photo, signal));
		if (!known) await writeFloats(path, probabilities);
		return classes.reduce((sum, name, index) => sum + (WEIGHTS[name] ?? 0) * probabilities[index], 0);
	};
}

function ask(
	engine: Pick<Engine, 'probabilities'>,
	{ onnxPath, manifest }: SafetyNetwork,
	photo: Uint8Array,
	signal: AbortSignal | undefined,
): Promise<Float32Array> {
	return engine.probabilities({ onnxPath, ...manifest.input }, photo, { signal, canWait: true });
}

/** Undefined when there is no such file, or it was cut short. */
async function readFloats(path: string, count: number): Promise<Float32Array | undefined> {
	const file = await readFile(path).catch(() => undefined);
	if (file?.length !== 4 * count) return undefined;
	return Float32Array.from({ length: count }, (_, index) => file.readFloatLE(4 * index));
}

async function writeFloats(path: string, { buffer, byteOffset, byteLength }: Float32Array): Promise<void> {
	const temporary = `${path}.${randomUUID()}.tmp`;
	try {
		await mkdir(dirname(path), { recursive: true });
		await writeFile(temporary, new Uint8Array(buffer, byteOffset, byteLength));
		await rename(temporary, path);
	} catch (error) {
		await rm(temporary, { force: true });
		throw storageRefusal(error);
	}
}

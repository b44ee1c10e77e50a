import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { moveFolderIntoPlace, removeAbandoned } from '../../../atomic-write.ts';
import { UserError } from '../../../errors.ts';
import { workerFile } from '../../engine/worker-file.ts';
import { type GuardOptions, runGuarded } from '../../guarded/guard.ts';
import { MANIFEST } from '../../network-folder.ts';
import { type Backbone, NETWORK, readBackbone } from '../folder.ts';
import { installedBackbonesFolder } from '../installed.ts';
import { BackboneManifest } from '../manifest.ts';
import { type ConvertedBackbone, ImportWishes } from './wishes.ts';

/** What an import process is asked: to read a network, and to leave the backbone at a path. */
export interface ImportOrder {
	readonly path: string;
	readonly wishes: ImportWishes;
	readonly onnxPath: string;
}

export type ImportedNetwork = Omit<ConvertedBackbone, 'onnx'>;

/** Reading the file, and trying the network on pictures. */
export type ImportStep = 'read' | 'verify';

export interface BackboneImportOptions extends GuardOptions<ImportStep> {
	/** A file or a folder: ONNX, TensorFlow.js layers-model, Teachable Machine, TensorFlow Lite. */
	readonly path: string;
	readonly wishes?: Partial<ImportWishes>;
	/** Of the backbone. A name gets a piece of its hash added, so that other bytes never go by the same id. */
	readonly as: { readonly name: string } | { readonly id: string };
	/** SPDX expression. */
	readonly licence: string;
	/** Where the network is from: web addresses or package URLs. */
	readonly sources: readonly string[];
	readonly dataFolder: string;
}

/**
 * Makes a backbone of a network that somebody else made, and puts it where `installedBackbones` finds it. The network is
 * read by a process of its own and tried on pictures first; what is refused leaves nothing behind.
 *
 * @throws {UserError} `network-too-demanding`, `cancelled`, and as `convertNetwork` and `verifyBackbone`
 */
export async function importBackbone(options: BackboneImportOptions): Promise<Backbone> {
	const { path, wishes = {}, as, licence, sources, dataFolder } = options;
	const parent = installedBackbonesFolder(dataFolder);
	await mkdir(parent, { recursive: true });
	await removeAbandoned(parent);
	const temporary = join(parent, `.${randomUUID()}.tmp`);
	try {
		await mkdir(temporary);
		const onnxPath = join(temporary, NETWORK);
		const order: ImportOrder = { path, wishes: ImportWishes.parse(wishes), onnxPath };
		const file = workerFile('./import-process', import.meta.url);
		const described = await runGuarded<ImportOrder, ImportedNetwork, ImportStep>(file, path, order, options);
		const sha256 = await hashOf(onnxPath);
		const manifest = BackboneManifest.parse({
			format: 1,
			id: 'id' in as ? as.id : `${fileName(as.name)}-${sha256.slice(0, 12)}`,
			...described,
			dimension: described.parts.reduce((sum, length) => sum + length, 0),
			licence,
			sources: [...sources],
			sha256,
		});
		await writeFile(join(temporary, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
		if (options.signal?.aborted) throw new UserError('cancelled', {});
		const folder = join(parent, manifest.id);
		await moveFolderIntoPlace(temporary, folder);
		return await readBackbone(folder);
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
}

async function hashOf(path: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
	return hash.digest('hex');
}

function fileName(name: string): string {
	const safe = name.toLowerCase().replace(/[^a-z0-9._]+/g, '-');
	return safe.replace(/^[^a-z0-9]+/, '').slice(0, 64) || 'backbone';
}

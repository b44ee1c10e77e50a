import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { moveFolderIntoPlace, removeAbandoned } from '../../../atomic-write.ts';
import { UserError } from '../../../errors.ts';
import { MANIFEST } from '../../network-folder.ts';
import { type Backbone, NETWORK, readBackbone } from '../folder.ts';
import { installedBackbonesFolder } from '../installed.ts';
import { BackboneManifest } from '../manifest.ts';

export interface InstallOptions {
	/** Of the backbone. A name gets a piece of its hash added, so that other bytes never go by the same id. */
	readonly as: { readonly name: string } | { readonly id: string };
	/** SPDX expression. */
	readonly licence: string;
	/** Where the network is from: web addresses or package URLs. */
	readonly sources: readonly string[];
	readonly dataFolder: string;
	readonly signal?: AbortSignal;
}

type Described = Pick<BackboneManifest, 'input' | 'network'> & { readonly parts: readonly number[] };

/**
 * Puts a backbone where `installedBackbones` finds it.
 * @param make leaves `backbone.onnx` in a folder, and whatever else belongs to it, and says what it is; what it throws
 * leaves nothing behind
 * @throws {UserError} `cancelled`
 */
export async function installBackbone(
	{ as, licence, sources, dataFolder, signal }: InstallOptions,
	make: (folder: string) => Promise<Described>,
): Promise<Backbone> {
	const parent = installedBackbonesFolder(dataFolder);
	await mkdir(parent, { recursive: true });
	await removeAbandoned(parent);
	const temporary = join(parent, `.${randomUUID()}.tmp`);
	try {
		await mkdir(temporary);
		const described = await make(temporary);
		const sha256 = await hashOf(join(temporary, NETWORK));
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
		if (signal?.aborted) throw new UserError('cancelled', {});
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

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { type GraphModel, parseGraphModel } from '../../formats/tfjs/graph-model.ts';
import { packageVersion } from './package-version.ts';

/** `mobilenet_v2_mid`: a MobileNetV2 1.4 that tells five kinds of pictures apart (MIT). */
export const NSFWJS_CLASSES = ['Drawing', 'Hentai', 'Neutral', 'Porn', 'Sexy'];

export function nsfwjsVersion(): string {
	return packageVersion(join(packageRoot(), 'package.json'));
}

export function readNsfwjs(): GraphModel {
	return parseGraphModel(readBundle('model'), (shard) => {
		const base64 = readBundle(shard);
		if (typeof base64 !== 'string') throw new TypeError(`nsfwjs: ${shard} is not base64`);
		return Buffer.from(base64, 'base64');
	});
}

/**
 * The package keeps its files as scripts that export a value, in a form that Node takes for ES modules and then finds
 * no export in. They are run as the CommonJS they are, in a context of their own.
 */
function readBundle(name: string): unknown {
	const path = join(packageRoot(), 'dist', 'models', 'mobilenet_v2_mid', `${name}.min.js`);
	const module: { exports: unknown } = { exports: {} };
	runInNewContext(readFileSync(path, 'utf8'), { module, exports: module.exports }, { filename: path });
	return module.exports;
}

/** Found by an entry that the package exports; package.json is none. */
function packageRoot(): string {
	const entry = createRequire(import.meta.url).resolve('nsfwjs/models/mobilenet_v2_mid');
	return join(dirname(entry), '..', '..', '..');
}

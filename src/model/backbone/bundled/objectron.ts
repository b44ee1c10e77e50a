import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { parseTflite, type TfliteModel } from '../../formats/tflite/tflite-model.ts';
import { packageVersion } from './package-version.ts';

/** A MobileNetV2 1.0 trained on Open Images (Apache-2.0). */
const NETWORK = 'object_detection_ssd_mobilenetv2_oidv4_fp16.tflite';

/** What emscripten's file packager writes into the loader script it makes. */
const PackageMetadata = z.object({
	files: z.array(
		z.object({
			filename: z.string(),
			start: z.number().int().nonnegative(),
			end: z.number().int().nonnegative(),
		}),
	),
});

export function objectronVersion(): string {
	return packageVersion(packageJson());
}

export function readObjectron(): TfliteModel {
	const assets = join(dirname(packageJson()), 'objectron_solution_packed_assets');
	const { start, end } = locate(`${assets}_loader.js`);
	const bytes = new Uint8Array(end - start);
	const file = openSync(`${assets}.data`, 'r');
	try {
		const read = readSync(file, bytes, 0, bytes.length, start);
		if (read !== bytes.length) throw new Error('@mediapipe/objectron: its assets are cut short');
	} finally {
		closeSync(file);
	}
	return parseTflite(bytes);
}

/** The loader script is read as text: where the network lies is a JSON argument of a call in it. */
function locate(loaderScript: string): { start: number; end: number } {
	const script = readFileSync(loaderScript, 'utf8');
	const [, json] = /\bloadPackage\((\{.*\})\);/.exec(script) ?? [];
	if (json === undefined) throw new Error('@mediapipe/objectron: its loader script names no files');
	const { files } = PackageMetadata.parse(JSON.parse(json));
	const found = files.find(({ filename }) => filename.endsWith(`/${NETWORK}`));
	if (!found) throw new Error(`@mediapipe/objectron: ${NETWORK} is not in its assets`);
	return found;
}

function packageJson(): string {
	return createRequire(import.meta.url).resolve('@mediapipe/objectron/package.json');
}

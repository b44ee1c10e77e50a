import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { parseTflite, type TfliteModel } from '../../formats/tflite/tflite-model.ts';
import { packageVersion } from './package-version.ts';

const PACKAGE_JSON = createRequire(import.meta.url).resolve('@mediapipe/objectron/package.json');
const ASSETS = join(dirname(PACKAGE_JSON), 'objectron_solution_packed_assets');

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
	return packageVersion(PACKAGE_JSON);
}

export function readObjectron(): TfliteModel {
	const { start, end } = locate();
	const bytes = new Uint8Array(end - start);
	const file = openSync(`${ASSETS}.data`, 'r');
	try {
		const read = readSync(file, bytes, 0, bytes.length, start);
		if (read !== bytes.length) throw new Error(`@mediapipe/objectron: ${ASSETS}.data is cut short`);
	} finally {
		closeSync(file);
	}
	return parseTflite(bytes);
}

/** The loader script is read as text: where the network lies is a JSON argument of a call in it. */
function locate(): { start: number; end: number } {
	const script = readFileSync(`${ASSETS}_loader.js`, 'utf8');
	const [, json] = /\bloadPackage\((\{.*\})\);/.exec(script) ?? [];
	if (json === undefined) throw new Error('@mediapipe/objectron: its loader script names no files');
	const { files } = PackageMetadata.parse(JSON.parse(json));
	const found = files.find(({ filename }) => filename.endsWith(`/${NETWORK}`));
	if (!found) throw new Error(`@mediapipe/objectron: ${NETWORK} is not in its assets`);
	return found;
}

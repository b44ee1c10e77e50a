import { readFile, writeFile } from 'node:fs/promises';
import { createArchive } from '../dataset/archive-writer.ts';
import { Backbones } from '../model/backbone/backbones.ts';
import { exportedFiles } from '../registry/export/exported-files.ts';
import { modelNetwork } from '../registry/export/model-network.ts';
import { backboneOfModel } from '../registry/model-backbone.ts';
import type { Registry } from '../registry/registry.ts';
import { formatVersionName, type VersionName } from '../registry/version-name.ts';
import type { CliContext } from './context.ts';
import { type ClassifierOption, openModels } from './model-versions.ts';
import { writeTo } from './outputs.ts';
import { print } from './print.ts';

/** `hantei models export`: a version as a folder or zip that can be passed on, or as one network. Returns the exit code. */
export async function exportModel(
	version: string,
	target: string,
	options: ClassifierOption,
	context: CliContext,
): Promise<number> {
	const { registry, classifier } = await openModels(options, context);
	const name = await registry.find(version, classifier);
	if (/\.onnx$/i.test(target)) return exportNetwork(name, target, registry, context);
	const files = await exportedFiles(name, registry);
	const archive = await createArchive(target);
	try {
		for (const [file, bytes] of files) await archive.addBytes(file, bytes);
		await archive.finish();
	} catch (error) {
		await archive.abandon();
		throw error;
	}
	print(`${context.text.models.exported(formatVersionName(name), target)}\n`);
	return 0;
}

/** All of it in one file: backbone, head, calibration, labels. */
async function exportNetwork(
	name: VersionName,
	target: string,
	registry: Registry,
	{ settings, text }: CliContext,
): Promise<number> {
	const version = await registry.read(name);
	const backbones = new Backbones(settings.HANTEI_DATA, settings.HANTEI_BACKBONE);
	const { onnxPath } = await backboneOfModel(formatVersionName(name), version.manifest, (reference) =>
		backbones.find(reference),
	);
	const network = modelNetwork(await readFile(onnxPath), version.classifier);
	await writeTo(target, () => writeFile(target, network));
	print(`${text.models.exported(formatVersionName(name), target)}\n`);
	return 0;
}

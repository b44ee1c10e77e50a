import { createArchive } from '../dataset/archive-writer.ts';
import { exportedFiles } from '../registry/export/exported-files.ts';
import { formatVersionName } from '../registry/version-name.ts';
import type { CliContext } from './context.ts';
import { type ClassifierOption, openModels } from './model-versions.ts';
import { print } from './print.ts';

/** `hantei models export`: a version as a folder or zip that can be passed on. Returns the exit code. */
export async function exportModel(
	version: string,
	target: string,
	options: ClassifierOption,
	context: CliContext,
): Promise<number> {
	const { registry, classifier } = await openModels(options, context);
	const name = await registry.find(version, classifier);
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

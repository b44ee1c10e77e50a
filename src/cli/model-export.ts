import { writeFile } from 'node:fs/promises';
import { createArchive } from '../dataset/archive-writer.ts';
import { UserError } from '../errors.ts';
import { exportNetwork } from '../registry/export/export-network.ts';
import { exportedFiles } from '../registry/export/exported-files.ts';
import { type ExportFormat, FILE_ENDINGS, NETWORK_FORMATS } from '../registry/export/network-formats.ts';
import { formatVersionName } from '../registry/version-name.ts';
import { type CliContext, requireOneOf } from './context.ts';
import { type ClassifierOption, openModels } from './model-versions.ts';
import { writeTo } from './outputs.ts';
import { print } from './print.ts';

export interface ModelExportOptions extends ClassifierOption {
	readonly format?: string;
}

/** `hantei models export`: a version as a folder or zip that can be passed on, or as one network. Returns the exit code. */
export async function exportModel(
	version: string,
	target: string,
	options: ModelExportOptions,
	context: CliContext,
): Promise<number> {
	const format = formatOf(target, options);
	const { registry, classifier } = await openModels(options, context);
	const name = await registry.find(version, classifier);
	const { signal, text } = context;
	const files =
		format === 'version'
			? await exportedFiles(name, registry)
			: await exportNetwork(name, { registry, format, signal });
	const [only] = files.values();
	if (files.size === 1 && only) await writeTo(target, () => writeFile(target, only));
	else await writeArchive(target, files);
	print(`${text.models.exported(formatVersionName(name), target)}\n`);
	return 0;
}

/** What is asked for, else what the file's name says. @throws {UserError} `bad-option` where the two contradict each other */
function formatOf(target: string, { format }: ModelExportOptions): ExportFormat | 'version' {
	const ending = /\.[^./]+$/.exec(target)?.[0].toLowerCase();
	const named = NETWORK_FORMATS.find((one) => ending !== undefined && FILE_ENDINGS[one] === ending);
	if (format === undefined) return named ?? 'version';
	const asked = requireOneOf('--format', format, [...NETWORK_FORMATS, 'version'] as const);
	const expected = asked === 'version' ? undefined : FILE_ENDINGS[asked];
	if (named !== undefined && named !== asked)
		throw new UserError('bad-option', { option: '--format', value: format, expected: named });
	if (expected !== undefined && ending !== expected)
		throw new UserError('bad-option', { option: '<target>', value: target, expected: `*${expected}` });
	return asked;
}

async function writeArchive(target: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
	const archive = await createArchive(target);
	try {
		for (const [file, bytes] of files) await archive.addBytes(file, bytes);
		await archive.finish();
	} catch (error) {
		await archive.abandon();
		throw error;
	}
}

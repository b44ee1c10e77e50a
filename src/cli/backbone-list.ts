import { dirname } from 'node:path';
import { isUserError } from '../errors.ts';
import { inUseOptions } from '../host/models.ts';
import { describeError } from '../i18n/messages.ts';
import { BACKBONE_DOWNLOADS } from '../model/backbone/downloads.ts';
import { type InstalledBackbone, installedBackbones } from '../model/backbone/installed.ts';
import { measureMilliseconds } from '../model/backbone/speed.ts';
import { textTable } from '../report/text-table.ts';
import { openBackboneInUse } from '../train/backbone/open-in-use.ts';
import type { CliContext } from './context.ts';
import { print } from './print.ts';

/** A line of the list; null where nothing is known of something that is not there yet, or is broken. */
interface Listed {
	readonly id: string;
	readonly where: 'bundled' | 'installed' | 'download';
	readonly inUse: boolean;
	readonly bytes: number;
	readonly milliseconds: number | null;
	readonly input: { readonly width: number; readonly height: number } | null;
	readonly dimension: number | null;
	readonly licence: string | null;
	/** Why it cannot be used. */
	readonly broken?: string;
}

/** `hantei backbone list`: what is on this machine, and what could be. Returns the exit code. */
export async function listBackbones(
	{ json }: { readonly json?: true },
	context: CliContext,
): Promise<number> {
	const folderInUse = await findFolderInUse(context);
	const installed = await installedBackbones(context.settings.HANTEI_DATA);
	const listed: Listed[] = [];
	for (const backbone of installed)
		listed.push(await describe(backbone, backbone.folder === folderInUse, context));
	for (const { id, bytes, input, licence } of BACKBONE_DOWNLOADS) {
		if (installed.some((backbone) => backbone.state === 'ready' && backbone.id === id)) continue;
		const unknown = { milliseconds: null, dimension: null };
		listed.push({ id, where: 'download', inUse: false, bytes, input, licence, ...unknown });
	}
	print(json ? `${JSON.stringify(listed)}\n` : `${format(listed, context)}\n`);
	return 0;
}

async function findFolderInUse({ settings, logger }: CliContext): Promise<string | undefined> {
	try {
		return dirname((await openBackboneInUse(inUseOptions(settings, logger))).onnxPath);
	} catch (error) {
		if (!isUserError(error, 'backbone-not-found', 'backbone-damaged')) throw error;
		return undefined;
	}
}

async function describe(
	installed: InstalledBackbone,
	inUse: boolean,
	{ locale }: CliContext,
): Promise<Listed> {
	const { id, origin: where, bytes } = installed;
	if (installed.state === 'broken') {
		const unknown = { milliseconds: null, input: null, dimension: null, licence: null };
		return { id, where, inUse, bytes, ...unknown, broken: describeError(installed.reason, locale) };
	}
	const { input, dimension, licence } = installed.backbone.manifest;
	const milliseconds = await measureMilliseconds(installed.backbone);
	return { id, where, inUse, bytes, milliseconds, input, dimension, licence };
}

function format(listed: readonly Listed[], context: CliContext): string {
	const text = context.text.backbone.list;
	const usable = listed.filter(({ broken }) => broken === undefined);
	const rows = usable.map(({ id, where, inUse, bytes, milliseconds, input, dimension, licence }) => [
		id,
		inUse ? '✓' : '',
		text.places[where],
		text.byteSize(bytes),
		milliseconds?.toFixed(1) ?? '–',
		input ? `${input.width}×${input.height}` : '–',
		dimension === null ? '–' : String(dimension),
		licence ?? '–',
	]);
	const head = [
		text.id,
		text.inUse,
		text.where,
		text.size,
		text.milliseconds,
		text.input,
		text.dimension,
		text.licence,
	];
	const broken = listed.flatMap(({ id, broken }) => (broken === undefined ? [] : text.broken(id, broken)));
	return [textTable([head, ...rows]), ...(broken.length > 0 ? ['', ...broken] : [])].join('\n');
}

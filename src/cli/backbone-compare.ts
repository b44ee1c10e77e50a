import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { inUseOptions, openEngine } from '../host/models.ts';
import type { Backbone } from '../model/backbone/folder.ts';
import { installedBackbones } from '../model/backbone/installed.ts';
import { closeReports } from '../report/renderer.ts';
import { textTable } from '../report/text-table.ts';
import { writeBackbones } from '../report/write.ts';
import { openBackboneInUse } from '../train/backbone/open-in-use.ts';
import { type ComparedBackbone, compareBackbones } from '../train/compare-backbones.ts';
import { scanFolder, scanUnlabelled } from '../train/scan-folder.ts';
import { type CliContext, requireWhole } from './context.ts';
import { writeTo } from './outputs.ts';
import { print, printError } from './print.ts';
import { Progress } from './progress.ts';

export interface CompareBackbonesOptions {
	/** One folder of photos a label. */
	readonly from: string;
	readonly strangers?: string;
	readonly seed: string;
	readonly report?: string;
	readonly json?: true;
}

/** `hantei backbone compare`: what each backbone is worth on photos of one's own. Returns the exit code. */
export async function compareInstalled(
	ids: readonly string[],
	options: CompareBackbonesOptions,
	context: CliContext,
): Promise<number> {
	const { settings, text, logger, locale, signal } = context;
	const seed = requireWhole('--seed', options.seed, 0, 2 ** 31 - 1);
	const files = await scanFolder(options.from);
	const strangers = options.strangers === undefined ? undefined : await scanUnlabelled(options.strangers);
	const backbones = await chooseBackbones(ids, context);
	const progress = new Progress();
	try {
		const compared = await compareBackbones({
			backbones,
			files,
			strangers,
			openEngine: ({ onnxPath }) =>
				openEngine({ ...settings, HANTEI_BACKBONE: resolve(onnxPath, '..') }, { logger }),
			dataFolder: settings.HANTEI_DATA,
			seed,
			signal,
			onProgress: (id, { step, done = 0, total = 0 }) =>
				progress.update(`${id}: ${text.steps[step]}`, done, total),
		});
		progress.stop();
		if (options.report !== undefined) {
			const files = await writeTo(options.report, (folder) => writeBackbones(folder, compared, { locale }));
			printError(`${text.backbone.compare.reported(options.report, files)}\n`);
		}
		print(options.json ? `${JSON.stringify(compared)}\n` : `${format(compared, context)}\n`);
		return 0;
	} finally {
		progress.stop();
		await closeReports();
	}
}

/** The one in use first, which the others are compared with; without names, all that can be used. */
async function chooseBackbones(
	ids: readonly string[],
	{ settings, logger }: CliContext,
): Promise<Backbone[]> {
	const inUse = await openBackboneInUse(inUseOptions(settings, logger));
	const installed = await installedBackbones(settings.HANTEI_DATA);
	const ready = installed.flatMap((each) => (each.state === 'ready' ? each.backbone : []));
	const others =
		ids.length === 0
			? ready
			: ids.map((id) => {
					const found = ready.find(({ manifest }) => manifest.id === id);
					if (!found) throw new UserError('backbone-not-found', { path: id });
					return found;
				});
	return [inUse, ...others.filter(({ manifest }) => manifest.sha256 !== inUse.manifest.sha256)];
}

function format(compared: readonly ComparedBackbone[], context: CliContext): string {
	const text = context.text.backbone.compare;
	const rows = compared.map(({ id, accuracy, difference, unknownAuroc, milliseconds, bytes }) => [
		id,
		text.percent(accuracy.value),
		text.interval(text.percent(accuracy.low), text.percent(accuracy.high)),
		difference ? text.points(difference.value) : '–',
		difference ? text.interval(text.points(difference.low), text.points(difference.high)) : '–',
		unknownAuroc === null ? '–' : unknownAuroc.toFixed(3),
		milliseconds.toFixed(1),
		context.text.backbone.list.byteSize(bytes),
	]);
	const head = [
		text.backbone,
		text.accuracy,
		text.confidence,
		text.difference,
		text.confidence,
		text.unknown,
		text.milliseconds,
		text.size,
	];
	return [textTable([head, ...rows]), '', text.note(compared[0].id, compared[0].photos)].join('\n');
}

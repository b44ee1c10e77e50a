import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locale } from '../i18n/locale.ts';
import { displayName, evaluationIn } from '../model/display-names.ts';
import type { BackboneFigures } from './charts/backbones.ts';
import { renderBackbones, renderCharts, renderMixture } from './charts.ts';
import { type HardestOptions, type HardPhoto, hardestSheet } from './hardest.ts';
import { type MarkdownOptions, type ReportedVersion, reportMarkdown } from './markdown.ts';

export interface ReportOptions extends Pick<MarkdownOptions, 'locale' | 'verdict'> {
	/** Photos that were judged wrong, and how to read one; undefined for one that is not there. */
	readonly hardest?: {
		readonly photos: readonly HardPhoto[];
		readonly read: HardestOptions['read'];
	};
}

/**
 * Writes `report.md`, `evaluation.json` and the pictures into a folder, which is made if need be; files of an earlier
 * report are overwritten.
 * @returns the files' names
 */
export async function writeReport(
	folder: string,
	given: ReportedVersion,
	options: ReportOptions,
): Promise<string[]> {
	const { locale, verdict } = options;
	const version = { ...given, evaluation: evaluationIn(given.evaluation, given.names, locale) };
	const named = (label: string) => displayName(label, given.names, locale);
	const hardest = options.hardest && {
		...options.hardest,
		photos: options.hardest.photos.map((photo) => ({
			...photo,
			judged: named(photo.judged),
			labelled: named(photo.labelled),
		})),
	};
	const charts = await renderCharts(version.evaluation, { locale });
	if (given.mixture) charts.push(...(await renderMixture(given.mixture, { locale })));
	const labels = version.evaluation.labels.map(({ label }) => label);
	const sheet = hardest && (await hardestSheet(hardest.photos, { locale, labels, read: hardest.read }));
	const pictures = [
		...charts.map(({ name, png, description }) => ({ name, content: png, description })),
		...(sheet ? [{ name: sheet.name, content: sheet.jpeg, description: sheet.description }] : []),
	];
	const markdown = reportMarkdown(version, { locale, verdict, pictures, hardest: hardest?.photos });
	const files: readonly ReportFile[] = [
		{ name: 'report.md', content: markdown },
		{ name: 'evaluation.json', content: `${JSON.stringify(given.evaluation, null, '\t')}\n` },
		...pictures,
	];
	return writeFiles(folder, files);
}

/**
 * Writes a comparison of backbones into a folder, which is made if need be: `backbones.png`, `backbones.json`.
 * @returns the files' names
 */
export async function writeBackbones(
	folder: string,
	compared: readonly BackboneFigures[],
	{ locale }: { readonly locale: Locale },
): Promise<string[]> {
	const { name, png } = await renderBackbones(compared, { locale });
	const json = `${JSON.stringify(compared, null, '\t')}\n`;
	return writeFiles(folder, [
		{ name, content: png },
		{ name: 'backbones.json', content: json },
	]);
}

interface ReportFile {
	readonly name: string;
	readonly content: string | Uint8Array;
}

async function writeFiles(folder: string, files: readonly ReportFile[]): Promise<string[]> {
	await mkdir(folder, { recursive: true });
	for (const { name, content } of files) await writeFile(join(folder, name), content);
	return files.map(({ name }) => name);
}

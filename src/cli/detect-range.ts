import { readFile } from 'node:fs/promises';
import { isUserError, UserError } from '../errors.ts';
import { percent } from '../i18n/format.ts';
import { PIXEL_RANGES, type PixelRange } from '../model/formats/network/pixels.ts';
import { likeliestRange, type RangeEvidence, weighRange } from '../model/pixel-range.ts';
import { textTable } from '../report/text-table.ts';
import { type LabelledFile, scanFolder } from '../train/scan-folder.ts';
import type { CliContext } from './context.ts';
import { printError } from './print.ts';

/** Of each label: enough to tell ranges apart. */
const PHOTOS = 40;

/** What the network makes of a photo whose pixels it is shown in a range. @throws {UserError} */
export type PredictInRange = (range: PixelRange, bytes: Uint8Array) => Promise<Float32Array>;

/**
 * Finds on labelled photos which range of pixels a network was trained on, and shows the evidence on standard error.
 * @throws {UserError} `no-known-label`, and as `scanFolder`
 */
export async function detectRange(
	folder: string,
	labels: readonly string[],
	predict: PredictInRange,
	{ text, locale }: CliContext,
): Promise<PixelRange> {
	const evidence = await weighRanges(await labelledPhotos(folder, labels), labels, predict);
	const { range, photos } = likeliestRange(evidence);
	const { columns, rangeFound } = text.network;
	const rows = evidence.map((row) => [row.range, percent(row.accuracy, locale), row.logLoss.toFixed(3)]);
	const shown = textTable([[columns.range, columns.accuracy, columns.logLoss], ...rows]);
	printError(`${rangeFound(range, photos)}\n${shown}\n`);
	return range;
}

async function labelledPhotos(folder: string, labels: readonly string[]): Promise<LabelledFile[]> {
	const files = await scanFolder(folder);
	const known = labels.flatMap((label) =>
		files.filter((file) => file.label === label.normalize('NFC')).slice(0, PHOTOS),
	);
	if (known.length > 0) return known;
	throw new UserError('no-known-label', {
		labels: [...new Set(files.map(({ label }) => label))],
		known: labels,
	});
}

async function weighRanges(
	files: readonly LabelledFile[],
	labels: readonly string[],
	predict: PredictInRange,
): Promise<RangeEvidence<PixelRange>[]> {
	const indexes = new Map(labels.map((label, index) => [label.normalize('NFC'), index]));
	const answers: { readonly label: number; readonly probabilities: readonly Float32Array[] }[] = [];
	for (const file of files) {
		const bytes = await readFile(file.path);
		try {
			const probabilities = await Promise.all(PIXEL_RANGES.map((range) => predict(range, bytes)));
			answers.push({ label: indexes.get(file.label) as number, probabilities });
		} catch (error) {
			// A photo that cannot be read tells nothing.
			if (!isUserError(error) || error.code === 'cancelled') throw error;
		}
	}
	return PIXEL_RANGES.map((range, index) =>
		weighRange(
			range,
			answers.map(({ label, probabilities }) => ({
				label,
				probabilities: probabilities[index] as Float32Array,
			})),
		),
	);
}

import { UserError } from '../../errors.ts';
import { DamagedNetwork } from '../formats/refusal.ts';

/** Longer ones are not names. */
const MAX_LENGTH = 100;

/**
 * The labels of a text file, one a line, numbered from 0 or not: `0 cat`, as Teachable Machine writes them.
 */
export function parseLabelLines(text: string): string[] {
	const lines = text
		.replace(/^\uFEFF/, '')
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter((line) => line !== '');
	const numbered = lines.map((line) => /^(\d+)[\s:,]+(.+)$/.exec(line));
	const isNumbered = numbered.every((match, index) => match !== null && Number(match[1]) === index);
	return isNumbered ? numbered.map((match) => match?.[2] ?? '') : lines;
}

/** What ONNX files call the names of their classes: ours, those of Ultralytics, and others. */
const PROPERTIES = ['labels', 'names', 'classes', 'class_names', 'id2label'];

/** The labels that an ONNX file's metadata tell, in whichever of the usual ways. */
export function labelsOfMetadata(metadata: ReadonlyMap<string, string>): string[] | undefined {
	const text = PROPERTIES.map((name) => metadata.get(name)).find((value) => value !== undefined);
	if (text === undefined) return undefined;
	const numbered = [...text.matchAll(/["']?(\d+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)')/g)];
	if (/^\s*\{/.test(text) && numbered.length > 0) {
		const byIndex = new Map(numbered.map(([, index, double, single]) => [Number(index), double ?? single]));
		return Array.from({ length: byIndex.size }, (_, index) => byIndex.get(index) ?? '');
	}
	try {
		const parsed: unknown = JSON.parse(text);
		if (Array.isArray(parsed) && parsed.every((label) => typeof label === 'string')) return parsed;
	} catch {
		// No JSON, then.
	}
	return text.includes('\n') ? parseLabelLines(text) : text.split(',').map((label) => label.trim());
}

/**
 * The labels of a network's classes: what a person says, or else its file.
 * @throws {UserError} `network-labels-needed` where nobody says, or another number, or one name twice
 */
export function requireLabels(
	classes: number,
	told: readonly string[] | undefined,
	fromFile: readonly string[] | undefined,
): string[] {
	const labels = (told ?? fromFile)?.map((label) => label.normalize('NFC').trim());
	if (!labels) throw new UserError('network-labels-needed', { classes });
	const usable = labels.filter((label) => label !== '' && label.length <= MAX_LENGTH);
	if (labels.length !== classes || new Set(usable).size !== classes)
		throw new UserError('network-labels-needed', { classes, given: new Set(usable).size });
	return labels;
}

/** @throws {DamagedNetwork} when a file's own labels do not go with its classes */
export function checkedLabels(
	labels: readonly string[] | undefined,
	classes: number,
): readonly string[] | undefined {
	if (labels && labels.length !== classes)
		throw new DamagedNetwork(`it has ${labels.length} labels for ${classes} classes`);
	return labels;
}

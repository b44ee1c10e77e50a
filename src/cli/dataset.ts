import { basename, resolve } from 'node:path';
import { imageLimits } from '../config.ts';
import { openCollection } from '../crawl/collection/collection.ts';
import { isAllowed, parseLicence } from '../crawl/licence.ts';
import { normalise } from '../crawl/normalise.ts';
import { attributionCsv, attributionJson, attributionMarkdown, type Credit } from '../dataset/attribution.ts';
import { LICENCES, type Licence, SOURCES, type SourceName } from '../dataset/candidate.ts';
import { type Decision, MAX_DECIDED, type Photo } from '../dataset/catalogue/catalogue.ts';
import { exportDataset } from '../dataset/export.ts';
import { importDataset } from '../dataset/import.ts';
import type { LabelStats } from '../dataset/stats.ts';
import { UserError } from '../errors.ts';
import { messagesFor } from '../i18n/messages.ts';
import { textTable } from '../report/text-table.ts';
import { BY, withCatalogue } from './catalogue.ts';
import type { CliContext } from './context.ts';
import { countsText } from './crawl.ts';
import { printError, say } from './print.ts';
import { withProgress } from './progress.ts';

interface ClassifierOption {
	readonly classifier: string;
}

/** `hantei dataset stats`. Returns the exit code. */
export function showStats(options: ClassifierOption, context: CliContext): Promise<number> {
	return withCatalogue(options.classifier, context, async ({ dataset }) => {
		const { labels, total } = await dataset.stats();
		const { dataset: text } = context.text;
		const names = messagesFor(context.locale).crawl;
		const { columns } = text;
		const row = (name: string, stats: Omit<LabelStats, 'label'>) => [
			name,
			String(stats.accepted),
			String(stats.duplicates),
			String(stats.quarantined),
			String(stats.waiting),
			String(stats.rejected),
			String(stats.removed),
			text.bytes(stats.bytes),
		];
		const header = [
			columns.label,
			columns.photos,
			columns.duplicates,
			columns.quarantined,
			columns.waiting,
			columns.rejected,
			columns.removed,
			columns.bytes,
		];
		const rows = labels.map((stats) => row(stats.label.name, stats));
		say(
			labels.length === 0
				? context.text.labels.none
				: textTable([header, ...rows, row(columns.total, total)]),
		);
		if (total.rejections.size > 0)
			say(text.reasons(countsText(Object.fromEntries(total.rejections), names.reasons)));
		if (total.quarantines.size > 0)
			say(text.quarantines(countsText(Object.fromEntries(total.quarantines), names.quarantines)));
		if (total.licences.size > 0)
			say(text.licencesAre([...total.licences].map(([licence, count]) => `${licence} ${count}`).join(', ')));
		return 0;
	});
}

/** `hantei dataset remove`: 1 when something named is not there, and then nothing is removed. */
export function removePhotos(
	references: readonly string[],
	options: ClassifierOption & { readonly author?: string; readonly reason?: string },
	context: CliContext,
): Promise<number> {
	const text = context.text.dataset;
	return withCatalogue(options.classifier, context, async ({ dataset: { decisions, photos, audit } }) => {
		if (references.length === 0 && options.author === undefined) return complain(text.nothingToRemove, 2);
		const found: { readonly reference: string; readonly photos: readonly Photo[] }[] = [];
		for (const reference of references) found.push({ reference, photos: await photos.find(reference) });
		const missing = found.filter((entry) => entry.photos.length === 0);
		if (missing.length > 0)
			return complain(missing.map(({ reference }) => text.notFound(reference)).join('\n'), 1);

		const ids = [...new Set(found.flatMap((entry) => entry.photos.map(({ id }) => id)))];
		const made: Decision[] = [];
		for (let from = 0; from < ids.length; from += MAX_DECIDED)
			made.push(await decisions.remove(ids.slice(from, from + MAX_DECIDED), BY, options.reason));
		if (options.author !== undefined) {
			const { source, name } = requireAuthor(options.author);
			made.push(...(await decisions.removeAuthor(source, name, BY, options.reason)));
		}
		const removed = made.reduce((sum, decision) => sum + decision.photos, 0);
		await audit.record({
			action: 'photos-remove',
			by: BY,
			detail: { photos: removed, author: options.author ?? null, reason: options.reason ?? null },
		});
		for (const decision of made) say(text.removed(decision.photos, decision.id));
		return 0;
	});
}

/** `hantei dataset attribution`: the credits of every photo, on standard output. */
export function printAttribution(
	options: ClassifierOption & { readonly csv?: boolean; readonly json?: boolean },
	context: CliContext,
): Promise<number> {
	return withCatalogue(options.classifier, context, async ({ dataset }) => {
		const format = options.json ? attributionJson : options.csv ? attributionCsv : attributionMarkdown;
		const credits: Credit[] = [];
		for (const label of await dataset.labels.list()) {
			for await (const { provenance, file } of dataset.photos.each({ labelId: label.id }))
				credits.push({ ...provenance, label: label.name, sha256: file.sha256 });
		}
		process.stdout.write(format(credits));
		return 0;
	});
}

/** `hantei dataset export`. Returns the exit code. */
export function exportPhotos(
	target: string,
	options: ClassifierOption & { readonly licences?: string },
	context: CliContext,
): Promise<number> {
	const text = context.text.dataset;
	const licences = options.licences === undefined ? undefined : requireLicences(options.licences);
	return withCatalogue(options.classifier, context, async ({ dataset, photoStore }) => {
		const total = (await dataset.stats()).total.accepted;
		const exported = await withProgress((progress) =>
			exportDataset({
				dataset,
				photoStore,
				target,
				licences,
				signal: context.signal,
				onProgress: (done) => progress.update(text.steps.export, done, total),
			}),
		);
		say(text.exported(exported.photos, target));
		if (exported.leftOut > 0) say(text.exportLeftOut(exported.leftOut));
		if (exported.missing > 0) say(text.exportMissing(exported.missing));
		if (exported.shareAlike) say(text.shareAlike);
		return exported.missing > 0 ? 1 : 0;
	});
}

/** The most that one import may bring: of a size that a careless click, or a zip bomb, exceeds and a dataset does not. */
const MAX_IMPORT = { maxPhotos: 200_000, maxTotalBytes: 100e9 };

/** `hantei dataset import`. Returns the exit code. */
export function importPhotos(from: string, options: ClassifierOption, context: CliContext): Promise<number> {
	const text = context.text.dataset;
	const names = messagesFor(context.locale).crawl;
	const limits = imageLimits(context.settings);
	return withCatalogue(options.classifier, context, async ({ catalogue, dataset, photoStore }) => {
		const collection = await openCollection(from);
		try {
			const imported = await withProgress((progress) =>
				importDataset({
					...MAX_IMPORT,
					catalogue,
					photoStore,
					collection,
					classifier: options.classifier,
					normalise: (bytes) => normalise(bytes, limits),
					readLicence: parseLicence,
					isAllowed: (licence) => isAllowed(licence, context.settings.CRAWLER_LICENCES),
					by: BY,
					detail: resolve(from),
					maxPhotoBytes: limits.maxBytes,
					signal: context.signal,
					onProgress: (done, total) => progress.update(text.steps.import, done, total),
				}),
			);
			await dataset.audit.record({
				action: 'photos-import',
				by: BY,
				detail: { photos: imported.accepted, from: basename(from) },
			});
			say(text.imported(imported.accepted));
			if (imported.labels.length > 0) say(text.newLabels(imported.labels.map(({ name }) => name)));
			if (imported.rejected.size > 0)
				say(text.reasons(countsText(Object.fromEntries(imported.rejected), names.reasons)));
			if (imported.quarantined.size > 0)
				say(text.quarantines(countsText(Object.fromEntries(imported.quarantined), names.quarantines)));
			return 0;
		} finally {
			await collection.close();
		}
	});
}

/** @throws {UserError} `bad-option` */
function requireAuthor(text: string): { source: SourceName; name: string } {
	const at = text.indexOf(':');
	const source = SOURCES.find((known) => known === text.slice(0, at));
	const name = text.slice(at + 1).trim();
	if (!source || name === '')
		throw new UserError('bad-option', {
			option: '--author',
			value: text,
			expected: `${SOURCES.join(' | ')}:…`,
		});
	return { source, name };
}

/** @throws {UserError} `bad-option` */
function requireLicences(text: string): Licence[] {
	return text.split(',').map((name) => {
		const licence = LICENCES.find((known) => known === name.trim());
		if (licence) return licence;
		throw new UserError('bad-option', { option: '--licences', value: name, expected: LICENCES.join(', ') });
	});
}

function complain(message: string, code: number): number {
	printError(`${message}\n`);
	return code;
}

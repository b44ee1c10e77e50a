import { nameByTaxon } from '../crawl/name-label.ts';
import type { Crawler } from '../crawl/open-crawler.ts';
import { SourceUnavailable } from '../crawl/source.ts';
import { exactTaxon, type Taxon } from '../crawl/sources/index.ts';
import {
	type DisplayNames,
	displayNamesOf,
	type Entity,
	type Label,
} from '../dataset/catalogue/catalogue.ts';
import { readDrafts } from '../dataset/catalogue/name-lists.ts';
import { isUserError } from '../errors.ts';
import { openHostCrawler } from '../host/crawler.ts';
import { openRegistry } from '../host/models.ts';
import { textTable } from '../report/text-table.ts';
import { labelsNotLearned } from '../train/not-learned.ts';
import { BY, type OpenDataset, requireLabel, withCatalogue } from './catalogue.ts';
import { type CliContext, requireWhole } from './context.ts';
import { printError, say } from './print.ts';

export interface LabelOptions {
	readonly classifier: string;
	readonly alias?: readonly string[];
	readonly japanese?: string;
	readonly english?: string;
	readonly search?: readonly string[];
	readonly exclude?: readonly string[];
	/** A taxon's number, or `none`. */
	readonly taxon?: string;
}

/** `hantei labels add`: of several names all, or none where one is refused. Returns the exit code. */
export async function addLabels(names: string, options: LabelOptions, context: CliContext): Promise<number> {
	return withCatalogue(options.classifier, context, async (open) => {
		const entity = taxonOption(options.taxon);
		const { labels, audit } = open.dataset;
		const drafts = readDrafts(names, {
			aliases: options.alias,
			displayNames: displayNamesOption(options),
			searchTerms: options.search,
			exclusions: options.exclude,
			entity: entity ?? undefined,
		});
		for (const draft of drafts) await labels.checkAdd(draft);
		for (const draft of drafts) {
			const label = await labels.add(draft, BY);
			await audit.record({ action: 'label-add', by: BY, detail: { label: label.name } });
			say(context.text.labels.added(label.name));
			if (entity === undefined) await findTaxon(label, open, context);
		}
		return 0;
	});
}

/** `hantei labels edit`. Returns the exit code. */
export async function editLabel(
	name: string,
	options: LabelOptions & { readonly name?: string },
	context: CliContext,
): Promise<number> {
	return withLabel(name, options, context, async (before, open) => {
		const { labels, audit } = open.dataset;
		const changes = {
			name: options.name,
			aliases: options.alias,
			displayNames: displayNamesOption(options),
			searchTerms: options.search,
			exclusions: options.exclude,
			entity: taxonOption(options.taxon),
		};
		const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
		const label = await labels.edit(before.id, given, BY);
		await audit.record({ action: 'label-edit', by: BY, detail: { label: label.name, before: before.name } });
		say(context.text.labels.edited(label.name));
		if (changes.entity) await nameLabel(label, open, context);
		return 0;
	});
}

/** `hantei labels remove`: at once when it has no photos, else only with `--yes`. Returns the exit code. */
export async function removeLabel(
	name: string,
	options: { readonly classifier: string; readonly yes?: boolean },
	context: CliContext,
): Promise<number> {
	return withLabel(name, options, context, async (label, { dataset }) => {
		const { labels, photos, audit } = dataset;
		const count = (await photos.count(label.id)) + (await photos.count(label.id, 'quarantined'));
		if (count > 0 && !options.yes) {
			printError(`${context.text.labels.removalNeedsYes(label.name, count)}\n`);
			return 2;
		}
		await labels.remove(label.id, BY);
		await audit.record({ action: 'label-remove', by: BY, detail: { label: label.name, photos: count } });
		say(context.text.labels.removed(label.name));
		return 0;
	});
}

/** `hantei labels list`. Returns the exit code. */
export async function listLabels(
	{ classifier }: { readonly classifier: string },
	context: CliContext,
): Promise<number> {
	return withCatalogue(classifier, context, async (open) => {
		const { labels, photos } = open.dataset;
		const { columns, none, others } = context.text.labels;
		const rows: string[][] = [];
		for (const label of await labels.list()) {
			rows.push([
				label.name,
				displayNamesOf(label)[context.locale] ?? '',
				String(await photos.count(label.id)),
				label.aliases.join(', '),
				label.searchTerms.join(', '),
				label.entity ? `${label.entity.name} (${label.entity.taxonId})` : '',
			]);
		}
		say(
			rows.length === 0
				? none
				: textTable([
						[columns.name, columns.called, columns.photos, columns.aliases, columns.search, columns.taxon],
						...rows,
					]),
		);
		const names = (await labels.list()).map(({ name }) => name);
		const besides = await labelsNotLearned(classifier, openRegistry(context.settings), names);
		if (besides) say(others(besides.labels, besides.model));
		return 0;
	});
}

async function withLabel(
	name: string,
	{ classifier }: { readonly classifier: string },
	context: CliContext,
	work: (label: Label, open: OpenDataset) => Promise<number>,
): Promise<number> {
	return withCatalogue(classifier, context, async (open) =>
		work(await requireLabel(open.dataset, name), open),
	);
}

function displayNamesOption({ japanese, english }: LabelOptions): DisplayNames {
	return { ...(japanese !== undefined && { ja: japanese }), ...(english !== undefined && { en: english }) };
}

/** Undefined when nothing is said, null for none. @throws {UserError} `bad-option` */
function taxonOption(text: string | undefined): Entity | null | undefined {
	if (text === undefined) return undefined;
	if (text === 'none') return null;
	const taxonId = requireWhole('--taxon', text, 1, 2 ** 31 - 1);
	return { taxonId, name: `taxon ${taxonId}` };
}

/** What a label means at iNaturalist: taken when there is one of exactly that name, shown to choose from otherwise. */
async function findTaxon(label: Label, open: OpenDataset, context: CliContext): Promise<void> {
	const text = context.text.labels;
	const taxa = await withCrawler(open, context, (crawler) => searchTaxa(label, crawler, context));
	if (!taxa) return say(text.taxonUnknown);
	const exact = exactTaxon(label.name, taxa);
	if (exact) {
		const entity = { taxonId: exact.id, name: exact.name };
		await nameLabel(await open.dataset.labels.edit(label.id, { entity }, BY), open, context);
		await open.dataset.audit.record({
			action: 'label-edit',
			by: BY,
			detail: { label: label.name, taxon: exact.name },
		});
		return say(text.taxonIs(exact.name, exact.id));
	}
	if (taxa.length === 0) return;
	say(text.taxonChoice(label.name));
	say(
		textTable(
			taxa.map(({ id, name, commonName, rank }) => [`  ${id}`, `${commonName ?? ''} ${name} (${rank})`]),
		),
	);
}

/** What people call the living thing that a label stands for, where it has no such name yet. */
async function nameLabel(label: Label, open: OpenDataset, context: CliContext): Promise<void> {
	if (!label.entity) return;
	const before = displayNamesOf(label);
	const named = await withCrawler(open, context, (crawler) => nameByTaxon(label, open.dataset, crawler, BY));
	for (const [language, name] of Object.entries(named ? displayNamesOf(named) : {})) {
		if (!Object.values(before).includes(name)) say(context.text.labels.calledNow(language, name));
	}
}

async function searchTaxa(
	{ name, aliases, searchTerms }: Label,
	crawler: Crawler,
	{ locale, signal }: CliContext,
): Promise<Taxon[]> {
	if (!crawler.sources.includes('inaturalist')) return [];
	for (const text of [name, ...searchTerms, ...aliases]) {
		const taxa = await crawler.searchTaxa(text, { locale, signal });
		if (taxa.length > 0) return taxa;
	}
	return [];
}

/** Undefined when iNaturalist cannot be asked: no contact is set, or it is down. */
async function withCrawler<Result>(
	open: OpenDataset,
	context: CliContext,
	work: (crawler: Crawler) => Promise<Result>,
): Promise<Result | undefined> {
	try {
		const crawler = await openHostCrawler(context.settings, { ...open, logger: context.logger });
		try {
			return await work(crawler);
		} finally {
			await crawler.close();
		}
	} catch (error) {
		if (error instanceof SourceUnavailable || isUserError(error, 'crawler-contact-needed')) return undefined;
		throw error;
	}
}

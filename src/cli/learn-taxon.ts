import { createInterface } from 'node:readline/promises';
import { nameByTaxon } from '../crawl/name-label.ts';
import type { Crawler } from '../crawl/open-crawler.ts';
import { SourceUnavailable } from '../crawl/source.ts';
import { meaningOf, type Taxon } from '../crawl/sources/index.ts';
import type { Dataset, Entity, Label } from '../dataset/catalogue/catalogue.ts';
import { UserError } from '../errors.ts';
import { textTable } from '../report/text-table.ts';
import { BY } from './catalogue.ts';
import type { CliContext } from './context.ts';
import { print } from './print.ts';

/**
 * Finds out which living thing a label stands for, and says so. Where that is open, it asks in a terminal; elsewhere the
 * label is searched for by words.
 * @throws {UserError} `cancelled`
 */
export async function settleTaxon(
	label: Label,
	dataset: Dataset,
	crawler: Crawler,
	context: CliContext,
): Promise<void> {
	const { text } = context;
	const known = label.entity ?? (await find(label, dataset, crawler, context));
	const { name } = label;
	if (known === 'open') print(`${text.learn.leftOpen(name)}\n`);
	else if (known) print(`${text.learn.isTaxon(name, known.name, known.taxonId)}\n`);
	else print(`${text.learn.byWords(name)}\n`);
}

/** `open` where nobody can be asked. */
async function find(
	label: Label,
	dataset: Dataset,
	crawler: Crawler,
	context: CliContext,
): Promise<Entity | 'open' | undefined> {
	// What somebody has collected photos of without is not asked again.
	if (!crawler.sources.includes('inaturalist') || (await dataset.photos.count(label.id)) > 0)
		return undefined;
	const meaning = meaningOf(label.name, await search(label.name, crawler, context));
	if (meaning.kind === 'none') return undefined;
	const taxon = meaning.kind === 'certain' ? meaning.taxon : await choose(label, meaning.taxa, context);
	if (!taxon || taxon === 'open') return taxon;
	const entity = { taxonId: taxon.id, name: taxon.name };
	const named = await dataset.labels.edit(label.id, { entity }, BY);
	await nameByTaxon(named, dataset, crawler, BY);
	const detail = { label: label.name, taxon: taxon.name };
	await dataset.audit.record({ action: 'label-edit', by: BY, detail });
	return entity;
}

/** None where iNaturalist does not answer: other sources go by the name. */
async function search(name: string, crawler: Crawler, { locale, signal }: CliContext): Promise<Taxon[]> {
	try {
		return await crawler.searchTaxa(name, { locale, signal });
	} catch (error) {
		if (signal.aborted) throw new UserError('cancelled', {});
		if (error instanceof SourceUnavailable) return [];
		throw error;
	}
}

async function choose(
	{ name }: Label,
	taxa: readonly Taxon[],
	{ text, signal }: CliContext,
): Promise<Taxon | 'open' | undefined> {
	const isAsked = process.stdin.isTTY && process.stderr.isTTY;
	const rows = taxa.map(({ id, name: scientific, commonName, rank }, index) => [
		`  ${isAsked ? index + 1 : id}`,
		`${commonName ?? ''} ${scientific} (${rank})`,
	]);
	print(`${text.learn.which(name)}\n${textTable(rows)}\n`);
	if (!isAsked) return 'open';
	const terminal = createInterface({ input: process.stdin, output: process.stderr });
	// In a terminal in this state Ctrl-C is a key.
	terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
	try {
		return taxa[Number(await terminal.question(text.learn.choose(taxa.length), { signal })) - 1];
	} catch (error) {
		if (signal.aborted) throw new UserError('cancelled', {});
		throw error;
	} finally {
		terminal.close();
	}
}

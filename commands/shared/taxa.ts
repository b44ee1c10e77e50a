import type { APISelectMenuOption } from 'discord-api-types/v10';
import { type CommandContext, option, refusalText } from '../../src/bot/kit.ts';
import { requireCrawler } from '../../src/crawl/open-crawler.ts';
import { SourceUnavailable } from '../../src/crawl/source.ts';
import type { Taxon } from '../../src/crawl/sources/index.ts';
import type { Entity } from '../../src/dataset/catalogue/catalogue.ts';
import { isUserError } from '../../src/errors.ts';
import type { Messages } from '../../src/i18n/messages.ts';

/** Longest to wait for iNaturalist: the label is there whether it answers or not. */
const PATIENCE_MS = 15_000;

/** The choice that a label is none of the living things offered. */
const NO_TAXON = 'none';

/** Discord's limit of an option's value. */
const MAX_VALUE = 100;

/** Living things that a name may stand for, or in a sentence why nobody knows. */
export async function findTaxa(
	name: string,
	{ crawler, locale, messages }: Pick<CommandContext, 'crawler' | 'locale' | 'messages'>,
): Promise<readonly Taxon[] | string> {
	try {
		const signal = AbortSignal.timeout(PATIENCE_MS);
		return await requireCrawler({ crawler }).searchTaxa(name, { locale, signal });
	} catch (error) {
		if (isUserError(error)) return refusalText(error, locale);
		const isTimeout = error instanceof Error && error.name === 'TimeoutError';
		if (error instanceof SourceUnavailable || isTimeout) return messages.commands.labels.taxaUnavailable;
		throw error;
	}
}

/** Whether names are looked up at all: of no use, and nobody's business, where photos come from elsewhere. */
export function asksForTaxa({ crawler }: Pick<CommandContext, 'crawler'>): boolean {
	return crawler?.sources.includes('inaturalist') ?? true;
}

/** Options of a menu of living things, the last one that it is none of them. */
export function taxonOptions(
	taxa: readonly Taxon[],
	{ commands }: Messages,
	nameOf: (taxon: Taxon, index: number) => string = taxonName,
): APISelectMenuOption[] {
	const texts = commands.labels;
	return [
		...taxa.map((taxon, index) =>
			option(
				formatTaxonValue(taxon),
				nameOf(taxon, index),
				texts.taxonHint(taxon.rank, taxon.group, taxon.observations),
			),
		),
		option(NO_TAXON, texts.noneOfThese, texts.noneOfTheseHint),
	];
}

export function taxonName({ commonName, name }: Taxon): string {
	return commonName ? `${commonName} · ${name}` : name;
}

/** A living thing as the value of a menu's option, so that the menu works after a restart. */
function formatTaxonValue({ id, name }: Taxon): string {
	return `${id} ${name}`.slice(0, MAX_VALUE);
}

/** What was chosen; null for none of them. */
export function parseTaxonValue(value: string | undefined): Entity | null {
	const [, id, name] = /^(\d{1,15}) (.+)$/s.exec(value ?? '') ?? [];
	return id === undefined || name === undefined ? null : { taxonId: Number(id), name };
}

import {
	type CommandContext,
	type MessageContent,
	menu,
	onlyText,
	option,
	type Row,
	refusalText,
	row,
} from '../../src/bot/kit.ts';
import { requireCrawler } from '../../src/crawl/open-crawler.ts';
import { SourceUnavailable } from '../../src/crawl/source.ts';
import type { Taxon } from '../../src/crawl/sources/index.ts';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import { isUserError } from '../../src/errors.ts';
import { formatTaxonValue, LABELS, NO_TAXON } from './state.ts';

/** Longest to wait for iNaturalist: the label is there whether it answers or not. */
const PATIENCE_MS = 15_000;

/** Asks which living thing a label stands for, where iNaturalist knows some by its name. */
export async function askForTaxon(
	label: Label,
	context: Pick<CommandContext, 'crawler' | 'locale' | 'messages'>,
): Promise<MessageContent> {
	const texts = context.messages.commands.labels;
	const taxa = await candidates(label, context);
	if (typeof taxa === 'string') return onlyText(taxa);
	if (taxa.length === 0) return onlyText(texts.noTaxon);
	const lines = [texts.whichTaxon, ...(context.crawler?.isLocal ? [texts.local] : [])];
	return { content: lines.join('\n'), components: [taxonMenu(label, taxa, texts)] };
}

/** Or why there are none to choose from. */
async function candidates(
	{ name }: Label,
	{ crawler, locale, messages }: Pick<CommandContext, 'crawler' | 'locale' | 'messages'>,
): Promise<Taxon[] | string> {
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

function taxonMenu(
	{ id, entity }: Label,
	taxa: readonly Taxon[],
	texts: CommandContext['messages']['commands']['labels'],
): Row {
	return row(
		menu(LABELS, `taxon ${id}`, {
			placeholder: texts.chooseTaxon,
			options: [
				...taxa.map((taxon) => ({
					...option(
						formatTaxonValue(taxon),
						taxon.commonName ? `${taxon.commonName} · ${taxon.name}` : taxon.name,
						texts.taxonHint(taxon.rank, taxon.group, taxon.observations),
					),
					default: taxon.id === entity?.taxonId,
				})),
				option(NO_TAXON, texts.noneOfThese, texts.noneOfTheseHint),
			],
		}),
	);
}

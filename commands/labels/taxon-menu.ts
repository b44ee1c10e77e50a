import {
	type APIActionRowComponent,
	type APIStringSelectComponent,
	ComponentType,
} from 'discord-api-types/v10';
import { plainLine } from '../../src/bot/answer/escape.ts';
import { refusalText } from '../../src/bot/answer/refusal-text.ts';
import type { CommandContext } from '../../src/bot/commands/context.ts';
import { formatComponentId } from '../../src/bot/interactions/component-id.ts';
import { requireCrawler } from '../../src/crawl/open-crawler.ts';
import { SourceUnavailable } from '../../src/crawl/source.ts';
import type { Taxon } from '../../src/crawl/sources/index.ts';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import { isUserError } from '../../src/errors.ts';
import { LABELS } from './ids.ts';
import { formatTaxonValue, NO_TAXON } from './taxon-value.ts';

/** Longest to wait for iNaturalist: the label is there whether it answers or not. */
const PATIENCE_MS = 15_000;

/** Discord's limit of the texts of a menu's option. */
const MAX_OPTION = 100;

interface TaxonQuestion {
	readonly content: string;
	readonly components: APIActionRowComponent<APIStringSelectComponent>[];
}

/** Asks which living thing a label stands for, where iNaturalist knows some by its name. */
export async function askForTaxon(
	label: Label,
	context: Pick<CommandContext, 'crawler' | 'locale' | 'messages'>,
): Promise<TaxonQuestion> {
	const texts = context.messages.commands.labels;
	const taxa = await candidates(label, context);
	if (typeof taxa === 'string') return { content: taxa, components: [] };
	if (taxa.length === 0) return { content: texts.noTaxon, components: [] };
	const lines = [texts.whichTaxon, ...(context.crawler?.isLocal ? [texts.local] : [])];
	return { content: lines.join('\n'), components: [menu(label, taxa, texts)] };
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

function menu(
	{ id, entity }: Label,
	taxa: readonly Taxon[],
	texts: CommandContext['messages']['commands']['labels'],
): APIActionRowComponent<APIStringSelectComponent> {
	return {
		type: ComponentType.ActionRow,
		components: [
			{
				type: ComponentType.StringSelect,
				custom_id: formatComponentId({ ...LABELS, state: `taxon ${id}` }),
				placeholder: texts.chooseTaxon,
				options: [
					...taxa.map((taxon) => ({
						value: formatTaxonValue(taxon),
						label: plainLine(
							taxon.commonName ? `${taxon.commonName} · ${taxon.name}` : taxon.name,
							MAX_OPTION,
						),
						description: plainLine(texts.taxonHint(taxon.rank, taxon.group, taxon.observations), MAX_OPTION),
						default: taxon.id === entity?.taxonId,
					})),
					{ value: NO_TAXON, label: texts.noneOfThese, description: texts.noneOfTheseHint },
				],
			},
		],
	};
}

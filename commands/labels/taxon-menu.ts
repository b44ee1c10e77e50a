import {
	type CommandContext,
	type MessageContent,
	menu,
	onlyText,
	type Row,
	row,
} from '../../src/bot/kit.ts';
import type { Taxon } from '../../src/crawl/sources/index.ts';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { findTaxa, parseTaxonValue, taxonOptions } from '../shared/taxa.ts';
import { LABELS } from './state.ts';

/** Asks which living thing a label stands for, where iNaturalist knows some by its name. */
export async function askForTaxon(
	label: Label,
	context: Pick<CommandContext, 'crawler' | 'locale' | 'messages'>,
): Promise<MessageContent> {
	const texts = context.messages.commands.labels;
	const taxa = await findTaxa(label.name, context);
	if (typeof taxa === 'string') return onlyText(taxa);
	if (taxa.length === 0) return onlyText(texts.noTaxon);
	const lines = [texts.whichTaxon, ...(context.crawler?.isLocal ? [texts.local] : [])];
	return { content: lines.join('\n'), components: [taxonMenu(label, taxa, context.messages)] };
}

function taxonMenu({ id, entity }: Label, taxa: readonly Taxon[], messages: Messages): Row {
	return row(
		menu(LABELS, `taxon ${id}`, {
			placeholder: messages.commands.labels.chooseTaxon,
			options: taxonOptions(taxa, messages).map((offered) => ({
				...offered,
				default: entity !== undefined && parseTaxonValue(offered.value)?.taxonId === entity.taxonId,
			})),
		}),
	);
}

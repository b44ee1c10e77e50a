import {
	type CommandContext,
	escapeText,
	type MessageContent,
	menu,
	type Row,
	row,
} from '../../src/bot/kit.ts';
import type { Taxon } from '../../src/crawl/sources/index.ts';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { LABELS } from '../shared/label-removal.ts';
import { collectButton } from '../shared/next-steps.ts';
import { asksForTaxa, findTaxa, parseTaxonValue, taxonOptions } from '../shared/taxa.ts';

/** Discord's five rows, less that of the button. */
const MAX_MENUS = 4;

/**
 * Asks which living thing each label stands for, where iNaturalist knows some by its name; below, the next step as a
 * button.
 */
export async function askForTaxa(
	labels: readonly Label[],
	context: Pick<CommandContext, 'crawler' | 'locale' | 'messages'>,
): Promise<MessageContent> {
	const { messages } = context;
	const texts = messages.commands.labels;
	const next = row(
		collectButton(
			labels.map(({ id }) => id),
			messages,
		),
	);
	if (!asksForTaxa(context)) return { content: '', components: [next] };
	const found: { readonly label: Label; readonly taxa: readonly Taxon[] }[] = [];
	for (const label of labels) {
		const taxa = await findTaxa(label.name, context);
		if (typeof taxa === 'string') return { content: taxa, components: context.crawler ? [next] : [] };
		if (taxa.length > 0) found.push({ label, taxa });
	}
	if (found.length === 0) return { content: texts.noTaxon, components: [next] };
	const later = found.slice(MAX_MENUS).map(({ label }) => `**${escapeText(label.name)}**`);
	return {
		content: [
			texts.whichTaxon,
			...(later.length > 0 ? [texts.chooseLater(messages.bot.answer.labels(later, 0))] : []),
			...(context.crawler?.isLocal ? [texts.local] : []),
		].join('\n'),
		components: [
			...found
				.slice(0, MAX_MENUS)
				.map(({ label, taxa }) => taxonMenu(label, taxa, messages, labels.length > 1)),
			next,
		],
	};
}

/** @param isNamed whether to say of which label it is */
function taxonMenu(
	{ id, name, entity }: Label,
	taxa: readonly Taxon[],
	messages: Messages,
	isNamed: boolean,
): Row {
	const { chooseTaxon, chooseTaxonOf } = messages.commands.labels;
	return row(
		menu(LABELS, `taxon ${id}`, {
			placeholder: isNamed ? chooseTaxonOf(name) : chooseTaxon,
			options: taxonOptions(taxa, messages).map((offered) => ({
				...offered,
				default: entity !== undefined && parseTaxonValue(offered.value)?.taxonId === entity.taxonId,
			})),
		}),
	);
}

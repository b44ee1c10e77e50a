import { MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { described, escapeText, fitLines, labelText } from '../../src/bot/kit.ts';
import type { Dataset, Label } from '../../src/dataset/catalogue/catalogue.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { type DatasetSubcommand, followedNote } from '../shared/subcommands.ts';

export const list: DatasetSubcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'list',
		...described(({ labels }) => labels.list),
	},
	async execute(interaction, { messages, locale }, dataset) {
		const content = [
			renderLabels(dataset, messages, locale),
			...followedNote(interaction, dataset, messages),
		].join('\n');
		await interaction.reply({ content, flags: MessageFlags.Ephemeral });
	},
};

/** Leaves room for a note below. */
const MAX_LIST = 1_800;

/** As much of each label as fits into a message. */
export function renderLabels(dataset: Dataset, { commands }: Messages, locale: Locale): string {
	const texts = commands.labels;
	const labels = dataset.labels.list();
	if (labels.length === 0) return texts.empty;
	const names = (list: readonly string[]) => list.map((name) => escapeText(name)).join(', ');
	const details = ({ entity, aliases, searchTerms, exclusions }: Label) => [
		...(entity ? [texts.taxon(escapeText(entity.name))] : []),
		...(aliases.length > 0 ? [texts.aliases(names(aliases))] : []),
		...(searchTerms.length > 0 ? [texts.searchTerms(names(searchTerms))] : []),
		...(exclusions.length > 0 ? [texts.exclusions(names(exclusions))] : []),
	];
	return fitLines(
		[true, false],
		(isDetailed) =>
			labels.map((label) =>
				[
					texts.line(labelText(label, locale), dataset.photos.count(label.id)),
					...(isDetailed ? details(label) : []),
				].join(' · '),
			),
		texts.more,
		MAX_LIST,
	);
}

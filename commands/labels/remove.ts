import { MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	button,
	described,
	labelText,
	readArguments,
	requireLabel,
	row,
	suggestLabels,
} from '../../src/bot/kit.ts';
import type { Dataset, Label } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { LABELS } from '../shared/label-removal.ts';
import type { DatasetSubcommand, SubcommandData } from '../shared/subcommands.ts';

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'remove',
	...described(({ labels }) => labels.remove),
	options: [
		{
			type: ApplicationCommandOptionType.String,
			name: 'label',
			...described(({ labels }) => labels.remove.options.label),
			required: true,
			autocomplete: true,
		},
	],
} as const satisfies SubcommandData;

/** Asks before a label goes. */
export const remove: DatasetSubcommand = {
	data,
	async execute(interaction, { messages }, dataset) {
		const { label: name } = readArguments(data.options, interaction);
		const label = await requireLabel(dataset, name);
		await interaction.reply(await askForRemoval(label, dataset, messages));
	},
	async autocomplete(interaction, { locale }, dataset) {
		await interaction.respond(await suggestLabels(dataset, interaction.options.getFocused(), locale));
	},
};

/** The question, seen by whoever asked alone. */
export async function askForRemoval(label: Label, dataset: Dataset, { commands, locale }: Messages) {
	const texts = commands.labels;
	return {
		content: texts.confirmRemoval(labelText(label, locale), await dataset.photos.count(label.id)),
		components: [
			row(
				button(LABELS, `remove ${label.id}`, texts.removeNow, 'danger'),
				button(LABELS, `keep ${label.id}`, texts.keep),
			),
		],
		flags: MessageFlags.Ephemeral as const,
	};
}

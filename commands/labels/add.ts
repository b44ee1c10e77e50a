import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	datasetToChange,
	defer,
	described,
	escapeText,
	readArguments,
	requireDatasetManager,
} from '../../src/bot/kit.ts';
import { requireLabelRoom } from '../../src/dataset/quotas.ts';
import { addLabel } from '../shared/add-label.ts';
import { readList } from '../shared/lists.ts';
import type { DatasetSubcommand, SubcommandData } from '../shared/subcommands.ts';
import { askForTaxon } from './taxon-menu.ts';

const MAX_LIST = 1_000;

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'add',
	...described(({ labels }) => labels.add),
	options: [
		{
			type: ApplicationCommandOptionType.String,
			name: 'name',
			...described(({ labels }) => labels.add.options.name),
			required: true,
			max_length: 100,
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'aliases',
			...described(({ labels }) => labels.add.options.aliases),
			max_length: MAX_LIST,
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'search',
			...described(({ labels }) => labels.add.options.search),
			max_length: MAX_LIST,
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'exclude',
			...described(({ labels }) => labels.add.options.exclude),
			max_length: MAX_LIST,
		},
	],
} as const satisfies SubcommandData;

/** The label is there at once; which living thing it is, the member may say or leave open. */
export const add: DatasetSubcommand = {
	data,
	async execute(interaction, context, seen) {
		const { name, aliases, search, exclude } = readArguments(data.options, interaction);
		const draft = {
			name,
			aliases: readList(aliases),
			searchTerms: readList(search),
			exclusions: readList(exclude),
		};
		requireLabelRoom(requireDatasetManager(interaction, context), seen, context.quotas);
		seen.labels.checkAdd(draft);
		await defer(interaction, { ephemeral: true });
		const dataset = await datasetToChange(interaction, context);
		const label = await addLabel(draft, interaction, context, dataset);
		const shown = escapeText(label.name);
		const texts = context.messages.commands.labels;
		const { content, components } = await askForTaxon(label, context);
		await interaction.editReply({
			content: [texts.added(shown), content, texts.next(context.mention('crawl'))].join('\n'),
			components,
		});
	},
};

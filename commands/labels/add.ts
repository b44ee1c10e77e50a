import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	datasetToChange,
	defer,
	described,
	labelText,
	linkCommands,
	readArguments,
	requireDatasetManager,
} from '../../src/bot/kit.ts';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import { readDrafts, readList } from '../../src/dataset/catalogue/name-lists.ts';
import { requireLabelRoom } from '../../src/dataset/quotas.ts';
import { addLabel } from '../shared/add-label.ts';
import type { DatasetSubcommand, SubcommandData } from '../shared/subcommands.ts';
import { askForTaxa } from './taxon-menu.ts';

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
			max_length: 600,
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

/** Labels are there at once; which living things they are, the member may say or leave open. */
export const add: DatasetSubcommand = {
	data,
	async execute(interaction, context, seen) {
		const { name, aliases, search, exclude } = readArguments(data.options, interaction);
		const drafts = readDrafts(name, {
			aliases: readList(aliases),
			searchTerms: readList(search),
			exclusions: readList(exclude),
		});
		const classifier = requireDatasetManager(interaction, context);
		await requireLabelRoom(classifier, seen, context.quotas, drafts.length);
		for (const draft of drafts) await seen.labels.checkAdd(draft);
		await defer(interaction, { ephemeral: true });
		const dataset = await datasetToChange(interaction, context);
		const labels: Label[] = [];
		for (const draft of drafts) labels.push(await addLabel(draft, interaction, context, dataset));
		const { added, addedAll } = context.messages.commands.labels;
		const shown = labels.map((label) => `**${labelText(label, context.locale)}**`);
		const { content, components } = await askForTaxa(labels, context);
		const [only] = labels;
		await interaction.editReply({
			content: [
				labels.length === 1
					? added(labelText(only, context.locale))
					: addedAll(context.messages.bot.answer.labels(shown, 0)),
				...(content ? [linkCommands(content, context.mention)] : []),
			].join('\n'),
			components,
		});
	},
};

import { type AutocompleteInteraction, type ChatInputCommandInteraction, MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	type CommandContext,
	described,
	readArguments,
	requireLabel,
	suggestLabels,
} from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import { requireTeaching } from '../shared/require-teaching.ts';
import type { SubcommandData } from '../shared/subcommands.ts';
import { askConsent } from '../shared/teach-consent.ts';

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'photo',
	...described(({ teach }) => teach.photo),
	options: [
		{
			type: ApplicationCommandOptionType.Attachment,
			name: 'image',
			...described(({ teach }) => teach.photo.options.image),
			required: true,
			file_types: ['image'],
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'label',
			...described(({ teach }) => teach.photo.options.label),
			required: true,
			autocomplete: true,
		},
	],
} as const satisfies SubcommandData;

/** Asks whether the photo may be kept. */
export const photo = {
	data,
	async execute(interaction: ChatInputCommandInteraction, context: CommandContext): Promise<void> {
		const { guildId } = await requireTeaching(interaction, context);
		const { image, label: name } = readArguments(data.options, interaction);
		const dataset = context.catalogue.followed(guildId);
		if (dataset.labels.list().length === 0) throw new UserError('no-labels', {});
		const label = requireLabel(dataset, name);
		await interaction.reply({
			...(await askConsent(image.url, label, interaction, context)),
			flags: MessageFlags.Ephemeral,
		});
	},
	async autocomplete(interaction: AutocompleteInteraction, { catalogue }: CommandContext): Promise<void> {
		const { guildId } = interaction;
		const typed = interaction.options.getFocused();
		await interaction.respond(guildId ? suggestLabels(catalogue.followed(guildId), typed) : []);
	},
};

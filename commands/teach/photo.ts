import {
	type AutocompleteInteraction,
	type BaseInteraction,
	type ChatInputCommandInteraction,
	MessageFlags,
} from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	type CommandContext,
	described,
	escapeText,
	readArguments,
	requireLabel,
	suggestLabels,
} from '../../src/bot/kit.ts';
import { requireRoomForPhoto } from '../../src/dataset/quotas.ts';
import { UserError } from '../../src/errors.ts';
import type { SubcommandData } from '../shared/subcommands.ts';
import { answerRow } from './buttons.ts';
import { requireTeaching } from './require-teaching.ts';

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

/**
 * Asks whether the photo may be kept, and keeps nothing: where it lies on Discord is in the question that the member
 * sees, and nowhere else.
 */
export const photo = {
	data,
	async execute(interaction: ChatInputCommandInteraction, context: CommandContext): Promise<void> {
		const { guildId, teaching } = await requireTeaching(interaction, context);
		const { image, label: name } = readArguments(data.options, interaction);
		const dataset = context.catalogue.followed(guildId);
		if (dataset.labels.list().length === 0) throw new UserError('no-labels', {});
		const label = requireLabel(dataset, name);
		teaching.requireRoom(guildId, interaction.user.id);
		requireRoomForPhoto(guildId, dataset, context.quotas);
		const { consent, agree, cancel } = context.messages.commands.teach;
		await interaction.reply({
			content: consent(
				escapeText(label.name),
				escapeText(memberName(interaction)),
				context.mention('teach withdraw'),
			),
			embeds: [{ image: { url: image.url } }],
			components: [
				answerRow(
					{ answer: { kind: 'agree', labelId: label.id }, label: agree, isDangerous: false },
					{ answer: { kind: 'cancel' }, label: cancel },
				),
			],
			flags: MessageFlags.Ephemeral,
		});
	},
	async autocomplete(interaction: AutocompleteInteraction, { catalogue }: CommandContext): Promise<void> {
		const { guildId } = interaction;
		const typed = interaction.options.getFocused();
		await interaction.respond(guildId ? suggestLabels(catalogue.followed(guildId), typed) : []);
	},
};

/** What the server's members call them. */
export function memberName(interaction: BaseInteraction): string {
	return interaction.inCachedGuild() ? interaction.member.displayName : interaction.user.displayName;
}

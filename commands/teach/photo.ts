import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	type CommandContext,
	defer,
	described,
	fromAttachment,
	readArguments,
	requireLabel,
	suggestLabels,
} from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import type { Messages } from '../../src/i18n/messages.ts';
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
		const dataset = await context.catalogue.followed(guildId);
		if ((await dataset.labels.list()).length === 0) throw new UserError('no-labels', {});
		const label = await requireLabel(dataset, name);
		await defer(interaction, { ephemeral: true });
		const consent = await askConsent(image.url, label, interaction, context);
		// Nobody is to read and agree in vain.
		const refusal = await context.teaching.check(await context.download(fromAttachment(image)));
		if (refusal) {
			await interaction.editReply({ content: notTakenText(refusal, context.messages) });
			return;
		}
		await interaction.editReply(consent);
	},
	async autocomplete(
		interaction: AutocompleteInteraction,
		{ catalogue, locale }: CommandContext,
	): Promise<void> {
		const { guildId } = interaction;
		const typed = interaction.options.getFocused();
		await interaction.respond(
			guildId ? await suggestLabels(await catalogue.followed(guildId), typed, locale) : [],
		);
	},
};

/** Says that a photo was not kept, and why. @param reason of the rules or the catalogue */
export function notTakenText(reason: string, { commands }: Messages): string {
	const { notTaken, reasons } = commands.teach;
	return notTaken((reasons as Readonly<Record<string, string>>)[reason] ?? reasons.other);
}

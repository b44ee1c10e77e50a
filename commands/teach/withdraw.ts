import { type ChatInputCommandInteraction, MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { type CommandContext, described } from '../../src/bot/kit.ts';
import { requireTeachingPlace } from '../shared/require-teaching.ts';
import type { SubcommandData } from '../shared/subcommands.ts';
import { answerRow } from '../shared/teach-buttons.ts';

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'withdraw',
	...described(({ teach }) => teach.withdraw),
} as const satisfies SubcommandData;

/** Asks before all that the member taught here is deleted. */
export const withdraw = {
	data,
	async execute(interaction: ChatInputCommandInteraction, context: CommandContext): Promise<void> {
		const { guildId } = requireTeachingPlace(interaction, context);
		const texts = context.messages.commands.teach;
		const photos = await context.catalogue.dataset(guildId).taught.count(interaction.user.id);
		if (photos === 0) {
			await interaction.reply({ content: texts.nothingTaught, flags: MessageFlags.Ephemeral });
			return;
		}
		await interaction.reply({
			content: texts.confirmWithdrawal(photos),
			components: [
				answerRow(
					{ answer: { kind: 'withdraw' }, label: texts.withdrawNow, isDangerous: true },
					{ answer: { kind: 'keep' }, label: texts.keep },
				),
			],
			flags: MessageFlags.Ephemeral,
		});
	},
};

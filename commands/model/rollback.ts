import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { described } from '../../src/bot/commands/localised.ts';
import { defer } from '../../src/bot/interactions/acknowledge.ts';
import type { ClassifierSubcommand } from '../shared/subcommands.ts';
import { renderRollback } from './questions.ts';

/** Asks before what served before serves again. */
export const rollback: ClassifierSubcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'rollback',
		...described(({ model }) => model.rollback),
	},
	async execute(interaction, context, classifier) {
		await defer(interaction, { ephemeral: true });
		await interaction.editReply(await renderRollback(context, classifier));
	},
};

import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { described } from '../../src/bot/commands/localised.ts';
import { defer } from '../../src/bot/interactions/acknowledge.ts';
import { renderRollback } from './questions.ts';
import type { ModelSubcommand } from './subcommand.ts';

/** Asks before what served before serves again. */
export const rollback: ModelSubcommand = {
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

import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { defer, described, readArguments } from '../../src/bot/kit.ts';
import type { ClassifierSubcommand, SubcommandData } from '../shared/subcommands.ts';
import { renderPromotion, renderRollback } from './questions.ts';
import { requireVersion, versionOption } from './versions.ts';

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'promote',
	...described(({ model }) => model.promote),
	options: [versionOption(({ promote }) => promote.options.version, { name: 'version', required: true })],
} as const satisfies SubcommandData;

/** Asks before another model serves, and says what speaks against it. */
export const promote: ClassifierSubcommand = {
	data,
	async execute(interaction, context, classifier) {
		const { version } = readArguments(data.options, interaction);
		const name = await requireVersion(version, classifier, context.registry);
		await defer(interaction, { ephemeral: true });
		await interaction.editReply(await renderPromotion(name, context, classifier));
	},
};

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

import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { readArguments } from '../../src/bot/commands/arguments.ts';
import { described } from '../../src/bot/commands/localised.ts';
import { defer } from '../../src/bot/interactions/acknowledge.ts';
import type { SubcommandData } from '../shared/subcommand.ts';
import type { ClassifierSubcommand } from '../shared/subcommands.ts';
import { renderPromotion } from './questions.ts';
import { versionOption } from './version-option.ts';
import { requireVersion } from './versions.ts';

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

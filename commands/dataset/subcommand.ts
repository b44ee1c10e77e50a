import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { ChatInputCommand } from '../../src/bot/commands/command.ts';
import type { CommandContext } from '../../src/bot/commands/context.ts';
import { requireDatasetManager } from '../../src/bot/interactions/dataset-manager.ts';
import type { Dataset } from '../../src/dataset/catalogue/catalogue.ts';
import { isUserError, UserError } from '../../src/errors.ts';
import type { SubcommandData } from '../settings/subcommand.ts';

/** One of `/labels …` or `/dataset …`; whoever gets this far may change the dataset, and no other is in reach. */
export interface DatasetSubcommand {
	readonly data: SubcommandData;
	execute(interaction: ChatInputCommandInteraction, context: CommandContext, dataset: Dataset): Promise<void>;
	autocomplete?(
		interaction: AutocompleteInteraction,
		context: CommandContext,
		dataset: Dataset,
	): Promise<void>;
}

/** The handlers of a command that consists of such subcommands. */
export function leadTo(
	subcommands: readonly DatasetSubcommand[],
): Required<Pick<ChatInputCommand, 'execute' | 'autocomplete'>> {
	const find = (name: string) => subcommands.find(({ data }) => data.name === name);
	return {
		async execute(interaction, context) {
			const dataset = context.catalogue.dataset(requireDatasetManager(interaction, context));
			const subcommand = find(interaction.options.getSubcommand());
			if (!subcommand) throw new UserError('component-outdated', {});
			await subcommand.execute(interaction, context, dataset);
		},
		async autocomplete(interaction, context) {
			const dataset = datasetFor(interaction, context);
			const suggest = find(interaction.options.getSubcommand())?.autocomplete;
			if (dataset && suggest) await suggest(interaction, context, dataset);
			else await interaction.respond([]);
		},
	};
}

/** Undefined for a member to whom nothing is to be suggested: a suggestion cannot refuse. */
export function datasetFor(
	interaction: AutocompleteInteraction,
	context: CommandContext,
): Dataset | undefined {
	try {
		return context.catalogue.dataset(requireDatasetManager(interaction, context));
	} catch (error) {
		if (isUserError(error)) return undefined;
		throw error;
	}
}

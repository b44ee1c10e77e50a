import type { AutocompleteInteraction, BaseInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { APIApplicationCommandSubcommandOption } from 'discord-api-types/v10';
import {
	type ChatInputCommand,
	type CommandContext,
	type ConstantOf,
	datasetToRead,
	requireDatasetManager,
} from '../../src/bot/kit.ts';
import type { Dataset } from '../../src/dataset/catalogue/catalogue.ts';
import { isUserError, UserError } from '../../src/errors.ts';
import type { Messages } from '../../src/i18n/messages.ts';

/**
 * One of `/labels …` or `/dataset …`; whoever gets this far may see the dataset that the server goes by. Who changes
 * something asks for `datasetToChange`.
 */
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
			const subcommand = find(interaction.options.getSubcommand());
			if (!subcommand) throw new UserError('component-outdated', {});
			await subcommand.execute(interaction, context, await datasetToRead(interaction, context));
		},
		async autocomplete(interaction, context) {
			const dataset = await datasetFor(interaction, context);
			const suggest = find(interaction.options.getSubcommand())?.autocomplete;
			if (dataset && suggest) await suggest(interaction, context, dataset);
			else await interaction.respond([]);
		},
	};
}

/** One of `/model …` or `/schedule …`; whoever gets this far may change the classifier, and no other is in reach. */
export interface ClassifierSubcommand {
	readonly data: SubcommandData;
	execute(
		interaction: ChatInputCommandInteraction,
		context: CommandContext,
		classifier: string,
	): Promise<void>;
	autocomplete?(
		interaction: AutocompleteInteraction,
		context: CommandContext,
		classifier: string,
	): Promise<void>;
}

/** The handler of a command that consists of such subcommands. */
export function leadToClassifier(
	subcommands: readonly ClassifierSubcommand[],
): Pick<ChatInputCommand, 'execute'> {
	return {
		async execute(interaction, context) {
			const classifier = requireDatasetManager(interaction, context);
			const name = interaction.options.getSubcommand();
			const subcommand = subcommands.find(({ data }) => data.name === name);
			if (!subcommand) throw new UserError('component-outdated', {});
			await subcommand.execute(interaction, context, classifier);
		},
	};
}

/** Says below what a server sees that it is not its own. */
export async function followedNote(
	{ guildId }: ChatInputCommandInteraction,
	dataset: Dataset,
	{ commands }: Messages,
): Promise<string[]> {
	const isFollowed =
		guildId !== null && dataset.classifier !== guildId && (await dataset.labels.list()).length > 0;
	return isFollowed ? [`-# ${commands.labels.followed}`] : [];
}

/** Undefined for a member to whom nothing is to be suggested: a suggestion cannot refuse. */
export async function datasetFor(
	interaction: BaseInteraction,
	context: CommandContext,
): Promise<Dataset | undefined> {
	try {
		return await datasetToRead(interaction, context);
	} catch (error) {
		if (isUserError(error)) return undefined;
		throw error;
	}
}

export type SubcommandData = ConstantOf<APIApplicationCommandSubcommandOption>;

/** One of `/settings …`; whoever gets this far may manage the server. */
export interface Subcommand {
	readonly data: SubcommandData;
	execute(interaction: ChatInputCommandInteraction, context: CommandContext, guildId: string): Promise<void>;
}

import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { CommandContext } from '../../src/bot/commands/context.ts';
import type { SubcommandData } from '../settings/subcommand.ts';

/** One of `/schedule …`; whoever gets this far may plan the trainings of the classifier, and no other is in reach. */
export interface ScheduleSubcommand {
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

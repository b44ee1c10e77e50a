import type { ChatInputCommandInteraction } from 'discord.js';
import type { APIApplicationCommandSubcommandOption } from 'discord-api-types/v10';
import type { Constant } from '../../src/bot/commands/command.ts';
import type { CommandContext } from '../../src/bot/commands/context.ts';

export type SubcommandData = Constant<APIApplicationCommandSubcommandOption>;

/** One of `/settings …`; whoever gets this far may manage the server. */
export interface Subcommand {
	readonly data: SubcommandData;
	execute(interaction: ChatInputCommandInteraction, context: CommandContext, guildId: string): Promise<void>;
}

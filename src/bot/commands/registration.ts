import { ApplicationCommandType, type Client, chatInputApplicationCommandMention } from 'discord.js';
import type { Logger } from '../../log.ts';
import type { Command } from './command.ts';
import { type CommandIds, syncCommands } from './sync.ts';

/** The commands as Discord has them. */
export class CommandRegistration {
	readonly #commands: readonly Command[];
	readonly #logger: Logger;
	#ids: CommandIds = new Map();

	constructor(commands: readonly Command[], logger: Logger) {
		this.#commands = commands;
		this.#logger = logger;
	}

	/** @throws Discord's error, or the signal's reason when it aborts */
	async register(client: Client<true>, signal: AbortSignal): Promise<void> {
		const { ids, written } = await syncCommands(client, this.#commands, signal);
		this.#ids = ids;
		if (written) this.#logger.info({ commands: ids.size }, 'commands registered');
	}

	/** A command as something to click, once it is registered: `dataset review`. */
	mention(command: string): string {
		const [name = command] = command.split(' ');
		const id = this.#ids.get(`${ApplicationCommandType.ChatInput}:${name}`);
		return id ? chatInputApplicationCommandMention(command, id) : `\`/${command}\``;
	}
}

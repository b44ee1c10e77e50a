import { ApplicationCommandType, type Client, chatInputApplicationCommandMention } from 'discord.js';
import type { Logger } from '../../log.ts';
import { delay } from '../flow/retry.ts';
import { hears } from '../gateway/shards.ts';
import type { Command } from './command.ts';
import { type CommandIds, readCommands, syncCommands } from './sync.ts';

/** Between looks at what another process registers. */
const FOLLOWING_MS = [1_000, 4_000, 15_000, 60_000, 240_000];

/** The commands as Discord has them. */
export class CommandRegistration {
	readonly #commands: readonly Command[];
	readonly #logger: Logger;
	#ids: CommandIds = new Map();

	constructor(commands: readonly Command[], logger: Logger) {
		this.#commands = commands;
		this.#logger = logger;
	}

	/**
	 * Registers the commands, or, where another process has the first shard, waits for it to do so.
	 * @throws Discord's error, or the signal's reason when it aborts
	 */
	async register(client: Client<true>, signal: AbortSignal): Promise<void> {
		if (!hears(client, null)) return this.#follow(client, signal);
		const { ids, written } = await syncCommands(client, this.#commands, signal);
		this.#ids = ids;
		if (written) this.#logger.info({ commands: ids.size }, 'commands registered');
	}

	/** Once all run the same version it takes a moment; a while before they do, those of the other version serve. */
	async #follow(client: Client<true>, signal: AbortSignal): Promise<void> {
		for (const waitMs of FOLLOWING_MS) {
			const { ids, isCurrent } = await readCommands(client, this.#commands, signal);
			this.#ids = ids;
			if (isCurrent) return;
			await delay(waitMs, signal);
		}
	}

	/** A command as something to click, once it is registered: `dataset review`. */
	mention(command: string): string {
		const [name = command] = command.split(' ');
		const id = this.#ids.get(`${ApplicationCommandType.ChatInput}:${name}`);
		return id ? chatInputApplicationCommandMention(command, id) : `\`/${command}\``;
	}
}

import type { Interaction, MessageComponentInteraction } from 'discord.js';
import { ApplicationCommandType } from 'discord-api-types/v10';
import { UserError } from '../../errors.ts';
import { localeFrom } from '../../i18n/locale.ts';
import type { Logger } from '../../log.ts';
import type { ChatInputCommand, Command, Component, MessageCommand } from '../commands/command.ts';
import type { CommandContext } from '../commands/context.ts';
import type { Failures } from '../failures.ts';
import { parseComponentId } from './component-id.ts';
import { refuse } from './refuse.ts';

export interface RouterParts {
	readonly commands: readonly Command[];
	/** Components that belong to no command. */
	readonly components: readonly Component[];
	readonly contextFor: (interaction: Interaction) => CommandContext;
	readonly failures: Failures;
	readonly logger: Logger;
}

/** Leads commands, buttons and menus to their handlers, and what goes wrong there back to the member. */
export class InteractionRouter {
	readonly #parts: RouterParts;
	readonly #chatInput = new Map<string, ChatInputCommand>();
	readonly #messageCommands = new Map<string, MessageCommand>();
	readonly #components = new Map<string, Component>();
	readonly #running = new Set<Promise<void>>();

	constructor(parts: RouterParts) {
		this.#parts = parts;
		for (const command of parts.commands) {
			if (isMessageCommand(command)) this.#messageCommands.set(command.data.name, command);
			else this.#chatInput.set(command.data.name, command);
			for (const component of command.components ?? []) this.#components.set(component.name, component);
		}
		for (const component of parts.components) this.#components.set(component.name, component);
	}

	/** Handles one interaction; never rejects. */
	async handle(interaction: Interaction): Promise<void> {
		const running = this.#handle(interaction);
		this.#running.add(running);
		await running;
		this.#running.delete(running);
	}

	/** Resolves once all interactions are answered. */
	async idle(): Promise<void> {
		while (this.#running.size > 0) await Promise.all(this.#running);
	}

	async #handle(interaction: Interaction): Promise<void> {
		try {
			await this.#dispatch(interaction);
		} catch (error) {
			if (interaction.isRepliable()) {
				await refuse(interaction, error, localeFrom(interaction.locale), this.#parts.failures);
			} else {
				this.#parts.failures.report(error, { guild: interaction.guildId, interaction: interaction.id });
			}
		}
	}

	async #dispatch(interaction: Interaction): Promise<void> {
		const context = this.#parts.contextFor(interaction);
		if (interaction.isChatInputCommand()) {
			await this.#command(this.#chatInput, interaction.commandName).execute(interaction, context);
		} else if (interaction.isMessageContextMenuCommand()) {
			await this.#command(this.#messageCommands, interaction.commandName).execute(interaction, context);
		} else if (interaction.isAutocomplete()) {
			await this.#chatInput.get(interaction.commandName)?.autocomplete?.(interaction, context);
		} else if (interaction.isMessageComponent()) {
			await this.#component(interaction, context);
		}
	}

	/** @throws {UserError} for commands that an older Hantei registered. */
	#command<Kind>(commands: ReadonlyMap<string, Kind>, name: string): Kind {
		const command = commands.get(name);
		if (command) return command;
		this.#parts.logger.warn({ command: name }, 'an unknown command was used');
		throw new UserError('component-outdated', {});
	}

	async #component(interaction: MessageComponentInteraction, context: CommandContext): Promise<void> {
		const id = parseComponentId(interaction.customId);
		const component = id && this.#components.get(id.name);
		if (!id || component?.version !== id.version) {
			this.#parts.logger.warn({ component: interaction.customId }, 'an unknown component was used');
			throw new UserError('component-outdated', {});
		}
		await component.execute(interaction, id.state, context);
	}
}

function isMessageCommand(command: Command): command is MessageCommand {
	return command.data.type === ApplicationCommandType.Message;
}

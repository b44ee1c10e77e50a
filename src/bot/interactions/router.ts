import type { Interaction, MessageComponentInteraction, ModalSubmitInteraction } from 'discord.js';
import { ApplicationCommandType } from 'discord-api-types/v10';
import { UserError } from '../../errors.ts';
import { localeFrom } from '../../i18n/locale.ts';
import type { Logger } from '../../log.ts';
import type { ChatInputCommand, Command, Component, MessageCommand, Modal } from '../commands/command.ts';
import type { CommandContext } from '../commands/context.ts';
import { UnderWay } from '../flow/lanes.ts';
import { parseComponentId } from '../ui/components.ts';
import { type RefusalParts, refuse } from './refuse.ts';

export interface RouterParts extends RefusalParts {
	readonly commands: readonly Command[];
	readonly contextFor: (interaction: Interaction) => CommandContext;
	readonly logger: Logger;
}

/** Leads commands, buttons and menus to their handlers, and what goes wrong there back to the member. */
export class InteractionRouter {
	readonly #parts: RouterParts;
	readonly #chatInput = new Map<string, ChatInputCommand>();
	readonly #messageCommands = new Map<string, MessageCommand>();
	readonly #components = new Map<string, Component>();
	readonly #modals = new Map<string, Modal>();
	readonly #running = new UnderWay();

	constructor(parts: RouterParts) {
		this.#parts = parts;
		for (const command of parts.commands) {
			if (isMessageCommand(command)) {
				this.#messageCommands.set(command.data.name, command);
			} else {
				this.#chatInput.set(command.data.name, command);
				for (const modal of command.modals ?? []) this.#modals.set(modal.name, modal);
			}
			for (const component of command.components ?? []) this.#components.set(component.name, component);
		}
	}

	/** Handles one interaction. */
	handle(interaction: Interaction): void {
		this.#running.add(this.#handle(interaction), (error) => this.#parts.failures.report(error, {}));
	}

	/** Resolves once all interactions are answered. */
	idle(): Promise<void> {
		return this.#running.idle();
	}

	async #handle(interaction: Interaction): Promise<void> {
		try {
			await this.#dispatch(interaction);
		} catch (error) {
			if (interaction.isRepliable()) {
				await refuse(interaction, error, localeFrom(interaction.locale), this.#parts);
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
			const { component, state } = this.#addressee(this.#components, interaction);
			await component.execute(interaction, state, context);
		} else if (interaction.isModalSubmit()) {
			const { component, state } = this.#addressee(this.#modals, interaction);
			await component.execute(interaction, state, context);
		}
	}

	/** @throws {UserError} for commands that an older Hantei registered. */
	#command<Kind>(commands: ReadonlyMap<string, Kind>, name: string): Kind {
		const command = commands.get(name);
		if (command) return command;
		this.#parts.logger.warn({ command: name }, 'an unknown command was used');
		throw new UserError('component-outdated', {});
	}

	/** @throws {UserError} for components that an older Hantei sent. */
	#addressee<Kind extends Component | Modal>(
		known: ReadonlyMap<string, Kind>,
		{ customId }: MessageComponentInteraction | ModalSubmitInteraction,
	): { readonly component: Kind; readonly state: string } {
		const id = parseComponentId(customId);
		const component = id && known.get(id.name);
		if (!id || component?.version !== id.version) {
			this.#parts.logger.warn({ component: customId }, 'an unknown component was used');
			throw new UserError('component-outdated', {});
		}
		return { component, state: id.state };
	}
}

function isMessageCommand(command: Command): command is MessageCommand {
	return command.data.type === ApplicationCommandType.Message;
}

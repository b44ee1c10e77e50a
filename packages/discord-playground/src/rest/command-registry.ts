import { type APIApplicationCommand, ApplicationCommandType, type Snowflake } from 'discord-api-types/v10';
import type { World } from '../world/world.ts';
import { discordError } from './discord-error.ts';

/** A command without what the registry gives it. */
export type CommandFields = Omit<APIApplicationCommand, 'id' | 'application_id' | 'version' | 'guild_id'>;

/** Of each kind, globally and in each guild. */
const LIMITS: Readonly<Partial<Record<ApplicationCommandType, number>>> = {
	[ApplicationCommandType.ChatInput]: 100,
	[ApplicationCommandType.User]: 15,
	[ApplicationCommandType.Message]: 15,
};

const DAILY_CREATES = 200;
const DAY_MS = 86_400_000;

/** The bot's commands, by Discord's limits: names are unique by kind within their scope, which is a guild or everywhere (null). */
export class CommandRegistry {
	readonly #world: World;
	readonly #creates = new Map<Snowflake | null, number[]>();

	constructor(world: World) {
		this.#world = world;
	}

	list(guildId: Snowflake | null): APIApplicationCommand[] {
		return [...this.#world.state.commands.values()].filter(
			(command) => (command.guild_id ?? null) === guildId,
		);
	}

	find(guildId: Snowflake | null, id: Snowflake): APIApplicationCommand | null {
		const command = this.#world.state.commands.get(id);
		return command && (command.guild_id ?? null) === guildId ? command : null;
	}

	/** Replaces all commands of a scope. Those that stay the same keep id and version. */
	overwrite(guildId: Snowflake | null, commands: readonly CommandFields[]): APIApplicationCommand[] {
		checkLimits(commands);
		const before = this.list(guildId);
		const created = commands.filter((command) => !before.some((other) => sameIdentity(other, command)));
		this.#countCreates(guildId, created.length);
		for (const { id } of before) this.#world.state.commands.delete(id);
		const after = commands.map((fields) =>
			this.#store(guildId, fields, before.find((other) => sameIdentity(other, fields)) ?? null),
		);
		this.#world.events.emit('commands', guildId);
		return after;
	}

	/** Adds one, or replaces the one of the same kind and name. */
	upsert(
		guildId: Snowflake | null,
		fields: CommandFields,
	): { readonly command: APIApplicationCommand; readonly isNew: boolean } {
		const existing = this.list(guildId).find((other) => sameIdentity(other, fields)) ?? null;
		if (existing === null) {
			checkLimits([...this.list(guildId), fields]);
			this.#countCreates(guildId, 1);
		}
		const command = this.#store(guildId, fields, existing);
		this.#world.events.emit('commands', guildId);
		return { command, isNew: existing === null };
	}

	change(command: APIApplicationCommand, fields: CommandFields): APIApplicationCommand {
		const changed = this.#store(command.guild_id ?? null, fields, command);
		this.#world.events.emit('commands', command.guild_id ?? null);
		return changed;
	}

	delete(command: APIApplicationCommand): void {
		this.#world.state.commands.delete(command.id);
		this.#world.events.emit('commands', command.guild_id ?? null);
	}

	#store(
		guildId: Snowflake | null,
		fields: CommandFields,
		existing: APIApplicationCommand | null,
	): APIApplicationCommand {
		const isSame = existing !== null && sameFields(existing, fields);
		const id = existing?.id ?? this.#world.nextId();
		const command: APIApplicationCommand = {
			...fields,
			id,
			application_id: this.#world.applicationId,
			version: isSame ? existing.version : this.#world.nextId(),
			...(guildId === null ? {} : { guild_id: guildId }),
		};
		this.#world.state.commands.set(id, command);
		return command;
	}

	/** Discord counts how many new ones there were within a day. */
	#countCreates(guildId: Snowflake | null, count: number): void {
		const now = this.#world.clock.now();
		const recent = (this.#creates.get(guildId) ?? []).filter((at) => now - at < DAY_MS);
		if (recent.length + count > DAILY_CREATES) throw discordError('tooManyCommandCreates');
		this.#creates.set(guildId, [...recent, ...Array.from({ length: count }, () => now)]);
	}
}

function checkLimits(commands: readonly CommandFields[]): void {
	for (const [type, limit] of Object.entries(LIMITS)) {
		const count = commands.filter((command) => command.type === Number(type)).length;
		if (count > limit) throw discordError('tooManyCommands');
	}
}

function sameIdentity(left: CommandFields, right: CommandFields): boolean {
	return left.type === right.type && left.name === right.name;
}

function sameFields(command: APIApplicationCommand, fields: CommandFields): boolean {
	return Object.entries(fields).every(
		([name, value]) => JSON.stringify(command[name as keyof CommandFields]) === JSON.stringify(value),
	);
}

import {
	ApplicationCommandType,
	ApplicationIntegrationType,
	InteractionContextType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import type { CommandFields } from '../rest/command-registry.ts';
import { commandOptions, described, localizations } from './command-options.ts';
import { type Complain, characters, list, rule, text } from './fields.ts';
import { parseForm } from './form.ts';

const MAX_COMMAND_CHARACTERS = 8000;

const permissions = z
	.union([z.string().regex(/^\d+$/), z.int().min(0)])
	.transform(String)
	.nullish();

const installs = z.literal([ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall]);
const places = z.literal([
	InteractionContextType.Guild,
	InteractionContextType.BotDM,
	InteractionContextType.PrivateChannel,
]);

const base = {
	default_member_permissions: permissions,
	dm_permission: z.boolean().nullish(),
	nsfw: z.boolean().nullish(),
	integration_types: list(installs, { min: 1, max: 2 }).nullish(),
	contexts: list(places, { min: 1, max: 3 }).nullish(),
};

const chatInput = z.object({
	...base,
	...described,
	type: z.literal(ApplicationCommandType.ChatInput).default(ApplicationCommandType.ChatInput),
	options: commandOptions.nullish(),
});

const menuName = text({ min: 1, max: 32, trimmed: true });

/** User and message commands have neither description nor options. */
const contextMenu = z
	.object({
		...base,
		type: z.literal([ApplicationCommandType.User, ApplicationCommandType.Message]),
		name: menuName,
		name_localizations: localizations(menuName),
		description: z.string().nullish(),
		options: z.array(z.unknown()).nullish(),
	})
	.check(
		rule((menu, complain) => {
			for (const field of ['description', 'options'] as const) {
				if (!menu[field]?.length) continue;
				const code = `APPLICATION_COMMAND_CONTEXT_MENU_${field.toUpperCase()}_INVALID`;
				complain(code, `Context menu commands cannot have ${field}`, field);
			}
		}),
	);

const command = z.discriminatedUnion('type', [chatInput, contextMenu]).check(
	rule((value, complain) => {
		if (commandSize(value) <= MAX_COMMAND_CHARACTERS) return;
		complain('APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${MAX_COMMAND_CHARACTERS})`);
	}),
);

type CommandBody = z.infer<typeof command>;

/** All commands of a scope at once. */
const commands = z.array(command).check(rule(checkNames));

function checkNames(all: readonly CommandBody[], complain: Complain): void {
	const seen = new Set<string>();
	all.forEach(({ name, type }, index) => {
		const message = 'Application command names must be unique';
		if (seen.has(`${type}:${name}`)) complain('APPLICATION_COMMANDS_DUPLICATE_NAME', message, index, 'name');
		seen.add(`${type}:${name}`);
	});
}

/** @throws {DiscordError} 50035 */
export function parseCommand(value: unknown): CommandFields {
	return commandFields(parseForm(command, value));
}

/** @throws {DiscordError} 50035 */
export function parseCommands(value: unknown): CommandFields[] {
	return parseForm(commands, value).map(commandFields);
}

interface Sized {
	readonly name: string;
	readonly name_localizations?: Readonly<Record<string, string | null>> | null | undefined;
	readonly description?: string | null | undefined;
	readonly description_localizations?: Readonly<Record<string, string | null>> | null | undefined;
	readonly value?: unknown;
	readonly options?: readonly unknown[] | null | undefined;
	readonly choices?: readonly unknown[] | null | undefined;
}

/**
 * Names, descriptions and values of a command, its options and choices; of a localised text, its longest version.
 */
function commandSize(part: Sized): number {
	const longest = (text: string | null | undefined, localized: Sized['name_localizations']) =>
		Math.max(
			characters(text ?? ''),
			...Object.values(localized ?? {}).map((other) => characters(other ?? '')),
		);
	const own =
		longest(part.name, part.name_localizations) +
		longest(part.description, part.description_localizations) +
		(typeof part.value === 'string' ? characters(part.value) : 0);
	const children = [...(part.options ?? []), ...(part.choices ?? [])] as Sized[];
	return children.reduce((sum, child) => sum + commandSize(child), own);
}

/** The parts of a command that Discord compares and keeps, with what it fills in. */
function commandFields(body: CommandBody): CommandFields {
	const contexts = body.contexts ?? (body.dm_permission === false ? [InteractionContextType.Guild] : null);
	const fields = {
		type: body.type,
		name: body.name,
		name_localizations: emptyToNull(body.name_localizations),
		description: body.description ?? '',
		description_localizations:
			body.type === ApplicationCommandType.ChatInput ? emptyToNull(body.description_localizations) : null,
		default_member_permissions: body.default_member_permissions ?? null,
		dm_permission: contexts === null || contexts.includes(InteractionContextType.BotDM),
		contexts,
		integration_types: body.integration_types ?? [ApplicationIntegrationType.GuildInstall],
		nsfw: body.nsfw ?? false,
		...(body.options?.length ? { options: withoutNulls(body.options) } : {}),
	};
	return fields as CommandFields;
}

function emptyToNull(localized: Sized['name_localizations']): Record<string, string> | null {
	const given = Object.entries(localized ?? {}).filter(
		(entry): entry is [string, string] => entry[1] !== null,
	);
	return given.length === 0 ? null : Object.fromEntries(given);
}

/** Discord leaves out what is not set: `required: false` too. */
function withoutNulls(options: readonly unknown[]): unknown {
	const text = JSON.stringify(options, (key, value: unknown) =>
		value === null || (key === 'required' && value === false) ? undefined : value,
	);
	return JSON.parse(text);
}

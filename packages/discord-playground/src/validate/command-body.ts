import {
	type APIApplicationCommand,
	ApplicationCommandType,
	ApplicationIntegrationType,
	InteractionContextType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { commandOptions } from './command-options.ts';
import { boolean, byType, characters, issue, list } from './fields.ts';
import { Form, type FormPath } from './form.ts';
import { chatInputName, contextMenuName, localizations, optionDescription } from './localized-text.ts';

const MAX_COMMAND_CHARACTERS = 8000;

const permissions = z
	.union([z.string().regex(/^\d+$/), z.int().min(0)])
	.transform(String)
	.nullish();

const base = {
	default_member_permissions: permissions,
	dm_permission: boolean.nullish(),
	nsfw: boolean.nullish(),
	integration_types: list(
		z.literal([ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall]),
		{ min: 1, max: 2 },
	).nullish(),
	contexts: list(
		z.literal([
			InteractionContextType.Guild,
			InteractionContextType.BotDM,
			InteractionContextType.PrivateChannel,
		]),
		{ min: 1, max: 3 },
	).nullish(),
};

const chatInput = z.object({
	...base,
	type: z.literal(ApplicationCommandType.ChatInput),
	name: chatInputName,
	name_localizations: localizations(chatInputName),
	description: optionDescription,
	description_localizations: localizations(optionDescription),
	options: commandOptions.nullish(),
});

/** User and message commands have neither description nor options. */
function contextMenu<Type extends ApplicationCommandType>(type: Type) {
	return z
		.object({
			...base,
			type: z.literal(type),
			name: contextMenuName,
			name_localizations: localizations(contextMenuName),
			description: z.string().nullish(),
			options: z.array(z.unknown()).nullish(),
		})
		.check((context) => {
			if (context.value.description) {
				const message = 'Context menu commands cannot have description';
				const path = ['description'];
				context.issues.push(
					issue('APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID', message, context.value, path),
				);
			}
			if (context.value.options?.length) {
				const message = 'Context menu commands cannot have options';
				const path = ['options'];
				context.issues.push(
					issue('APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_INVALID', message, context.value, path),
				);
			}
		});
}

const command = z
	.preprocess(
		// A command without a type is a chat-input one.
		(value) => (typeof value === 'object' && value !== null ? { type: 1, ...value } : value),
		byType({
			[ApplicationCommandType.ChatInput]: chatInput,
			[ApplicationCommandType.User]: contextMenu(ApplicationCommandType.User),
			[ApplicationCommandType.Message]: contextMenu(ApplicationCommandType.Message),
		}),
	)
	.check((context) => {
		if (commandSize(context.value) > MAX_COMMAND_CHARACTERS) {
			const message = `Command exceeds maximum size (${MAX_COMMAND_CHARACTERS})`;
			context.issues.push(issue('APPLICATION_COMMAND_TOO_LARGE', message, context.value));
		}
	});

export type CommandBody = z.infer<typeof command>;

/** @throws {DiscordError} 50035 */
export function parseCommand(value: unknown): CommandBody {
	const form = new Form();
	const parsed = form.parse(command, value);
	form.throwIfInvalid();
	return parsed as CommandBody;
}

/** All commands of a scope at once. */
export function parseCommands(value: unknown): CommandBody[] {
	const form = new Form();
	const parsed = form.parse(z.array(command), value) ?? [];
	const seen = new Set<string>();
	parsed.forEach(({ name, type }, index) => {
		const path: FormPath = [index, 'name'];
		const identity = `${type}:${name}`;
		if (seen.has(identity)) {
			form.add(path, 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
		}
		seen.add(identity);
	});
	form.throwIfInvalid();
	return parsed;
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
export function commandFields(
	body: CommandBody,
): Omit<APIApplicationCommand, 'id' | 'application_id' | 'version' | 'guild_id'> {
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
	return fields as unknown as Omit<APIApplicationCommand, 'id' | 'application_id' | 'version' | 'guild_id'>;
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

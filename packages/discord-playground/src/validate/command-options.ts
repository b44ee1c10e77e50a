import {
	type APIApplicationCommandOptionChoice,
	Locale,
	ApplicationCommandOptionType as OptionType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { type Complain, list, rule, text } from './fields.ts';
import { choices, parseForm } from './form.ts';

const CHAT_INPUT_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const LOCALES: readonly string[] = Object.values(Locale);

/** Of chat-input commands and their options: no spaces, and lower case where there is one. */
const chatInputName = text({ min: 1, max: 32 }).check(
	rule((name, complain) => {
		if (CHAT_INPUT_NAME.test(name) && name === name.toLowerCase()) return;
		if (name.length === 0 || name.length > 32) return;
		complain('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
	}),
);

/** Texts by locale, each under the rules of the text itself. */
export function localizations(value: z.ZodType<string>) {
	return z
		.record(z.string(), value.nullable())
		.check(
			rule((texts, complain) => {
				const message = `Value must be one of ${choices(LOCALES)}.`;
				for (const locale of Object.keys(texts)) {
					if (!LOCALES.includes(locale)) complain('BASE_TYPE_CHOICES', message, locale);
				}
			}),
		)
		.nullish();
}

const description = text({ min: 1, max: 100 });

/** What chat-input commands and their options go by. */
export const described = {
	name: chatInputName,
	name_localizations: localizations(chatInputName),
	description,
	description_localizations: localizations(description),
};

function option<Fields extends z.ZodRawShape>(type: OptionType, fields: Fields) {
	return z.object({ ...described, type: z.literal(type), required: z.boolean().nullish(), ...fields });
}

function choicesOf(value: z.ZodType) {
	const name = text({ min: 1, max: 100 });
	return list(z.object({ name, name_localizations: localizations(name), value }), { max: 25 });
}

interface Choosable {
	readonly choices?: readonly { readonly name: string }[] | null | undefined;
	readonly autocomplete?: boolean | null | undefined;
}

/** Choices and autocomplete exclude each other, and two choices cannot have one name. */
function checkChoices({ choices, autocomplete }: Choosable, complain: Complain): void {
	if (autocomplete === true && choices?.length) {
		const message = 'Autocomplete and choices cannot be used together';
		complain('APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID', message, 'autocomplete');
	}
	const names = (choices ?? []).map(({ name }) => name);
	names.forEach((name, index) => {
		if (names.indexOf(name) === index) return;
		const message = 'Choice names must be unique';
		complain('APPLICATION_COMMAND_OPTION_CHOICE_NAME_DUPLICATED', message, 'choices', index, 'name');
	});
}

/** An option whose value is typed or chosen. */
function typed(type: OptionType, value: z.ZodType, bounds: z.ZodRawShape) {
	const choices = { choices: choicesOf(value).nullish(), autocomplete: z.boolean().nullish() };
	return option(type, { ...choices, ...bounds }).check(rule(checkChoices));
}

function number(type: OptionType, value: z.ZodType) {
	return typed(type, value, { min_value: value.nullish(), max_value: value.nullish() });
}

const fileType = z.string().regex(/^(audio|image|video|\.[a-z0-9.]+)$/i, 'File type is invalid');

const basic = [
	typed(OptionType.String, text({ max: 100 }), {
		min_length: z.int().min(0).max(6000).nullish(),
		max_length: z.int().min(1).max(6000).nullish(),
	}),
	number(OptionType.Integer, z.int()),
	number(OptionType.Number, z.number()),
	option(OptionType.Boolean, {}),
	option(OptionType.User, {}),
	option(OptionType.Role, {}),
	option(OptionType.Mentionable, {}),
	option(OptionType.Channel, { channel_types: list(z.int().min(0).max(16)).nullish() }),
	option(OptionType.Attachment, { file_types: list(fileType, { max: 10 }).nullish() }),
] as const;

interface Option {
	readonly name: string;
	readonly type: OptionType;
	readonly required?: boolean | null | undefined;
}

/** What holds for options side by side: each name once, the required ones first, subcommands not among others. */
function checkSiblings(siblings: readonly Option[], complain: Complain): void {
	let optionalSeen = false;
	siblings.forEach(({ name, type, required }, index) => {
		if (siblings.findIndex((other) => other.name === name) < index) {
			const message = 'Option name already exists';
			complain('APPLICATION_COMMAND_OPTION_NAME_ALREADY_EXISTS', message, index, 'name');
		}
		if (required === true && optionalSeen) {
			const message = 'Required options must be placed before non-required options';
			complain('APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message, index);
		}
		optionalSeen ||= required !== true;
		if (isSubcommand(type) !== isSubcommand(siblings[0]?.type ?? type)) {
			const message =
				'Sub-command and sub-command group option types are mutually exclusive to all other types';
			complain('APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', message, index);
		}
	});
}

function isSubcommand(type: OptionType): boolean {
	return type === OptionType.Subcommand || type === OptionType.SubcommandGroup;
}

const basicOptions = list(z.discriminatedUnion('type', basic), { max: 25 }).check(rule(checkSiblings));
const subcommand = option(OptionType.Subcommand, { options: basicOptions.nullish() });
const subcommands = list(z.discriminatedUnion('type', [subcommand]), { max: 25 }).check(rule(checkSiblings));
const subcommandGroup = option(OptionType.SubcommandGroup, { options: subcommands });

export const commandOptions = list(z.discriminatedUnion('type', [subcommand, subcommandGroup, ...basic]), {
	max: 25,
}).check(rule(checkSiblings));

const suggestions = z.object({ choices: choicesOf(z.union([text({ max: 100 }), z.number()])) });

/** What autocomplete is answered with. @throws {DiscordError} 50035 */
export function parseChoices(value: unknown): APIApplicationCommandOptionChoice[] {
	return parseForm(suggestions, value ?? {}, ['data']).choices as APIApplicationCommandOptionChoice[];
}

import { ApplicationCommandOptionType as OptionType } from 'discord-api-types/v10';
import { z } from 'zod';
import { boolean, byType, integer, issue, list, text } from './fields.ts';
import { chatInputName, localizations, optionDescription } from './localized-text.ts';

const base = {
	name: chatInputName,
	name_localizations: localizations(chatInputName),
	description: optionDescription,
	description_localizations: localizations(optionDescription),
};

const required = { required: boolean.nullish() };

function choiceList<Value extends z.ZodType>(value: Value) {
	const name = text({ min: 1, max: 100 });
	return list(z.object({ name, name_localizations: localizations(name), value }), { max: 25 }).nullish();
}

interface Choosable {
	readonly choices?: readonly { readonly name: string }[] | null | undefined;
	readonly autocomplete?: boolean | null | undefined;
}

/** Choices and autocomplete exclude each other, and two choices cannot have one name. */
function choosable(context: z.core.ParsePayload<Choosable>) {
	const { choices, autocomplete } = context.value;
	if (autocomplete === true && choices?.length) {
		const message = 'Autocomplete and choices cannot be used together';
		const path = ['autocomplete'];
		context.issues.push(
			issue('APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID', message, context.value, path),
		);
	}
	const names = (choices ?? []).map(({ name }) => name);
	names.forEach((name, index) => {
		if (names.indexOf(name) === index) return;
		const message = 'Choice names must be unique';
		const path = ['choices', index, 'name'];
		context.issues.push(
			issue('APPLICATION_COMMAND_OPTION_CHOICE_NAME_DUPLICATED', message, context.value, path),
		);
	});
}

const string = z
	.object({
		...base,
		...required,
		type: z.literal(OptionType.String),
		choices: choiceList(text({ max: 100 })),
		min_length: integer({ min: 0, max: 6000 }).nullish(),
		max_length: integer({ min: 1, max: 6000 }).nullish(),
		autocomplete: boolean.nullish(),
	})
	.check(choosable);

const whole = integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 });

const integerOption = z
	.object({
		...base,
		...required,
		type: z.literal(OptionType.Integer),
		choices: choiceList(whole),
		min_value: whole.nullish(),
		max_value: whole.nullish(),
		autocomplete: boolean.nullish(),
	})
	.check(choosable);

const number = z
	.object({
		...base,
		...required,
		type: z.literal(OptionType.Number),
		choices: choiceList(z.number()),
		min_value: z.number().nullish(),
		max_value: z.number().nullish(),
		autocomplete: boolean.nullish(),
	})
	.check(choosable);

function plain<Type extends OptionType>(type: Type) {
	return z.object({ ...base, ...required, type: z.literal(type) });
}

const channel = z.object({
	...base,
	...required,
	type: z.literal(OptionType.Channel),
	channel_types: list(integer({ min: 0, max: 16 })).nullish(),
});

const attachment = z.object({
	...base,
	...required,
	type: z.literal(OptionType.Attachment),
	file_types: list(z.string().regex(/^(audio|image|video|\.[a-z0-9.]+)$/i, 'File type is invalid'), {
		max: 10,
	}).nullish(),
});

const basic = {
	[OptionType.String]: string,
	[OptionType.Integer]: integerOption,
	[OptionType.Boolean]: plain(OptionType.Boolean),
	[OptionType.User]: plain(OptionType.User),
	[OptionType.Channel]: channel,
	[OptionType.Role]: plain(OptionType.Role),
	[OptionType.Mentionable]: plain(OptionType.Mentionable),
	[OptionType.Number]: number,
	[OptionType.Attachment]: attachment,
};

/** What holds for options side by side: at most 25, each name once, the required ones first. */
function optionList<Options extends Readonly<Record<number, z.ZodType>>>(options: Options) {
	return list(byType(options), { max: 25 }).check((context) => {
		const siblings = context.value as readonly {
			name: string;
			type: OptionType;
			required?: boolean | null;
		}[];
		let optionalSeen = false;
		siblings.forEach((option, index) => {
			if (siblings.findIndex(({ name }) => name === option.name) < index) {
				const message = 'Option name already exists';
				const path = [index, 'name'];
				context.issues.push(issue('APPLICATION_COMMAND_OPTION_NAME_ALREADY_EXISTS', message, option, path));
			}
			if (option.required === true && optionalSeen) {
				const message = 'Required options must be placed before non-required options';
				context.issues.push(issue('APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message, option, [index]));
			}
			optionalSeen ||= option.required !== true;
			if (isSubcommand(option.type) !== isSubcommand(siblings[0]?.type ?? option.type)) {
				const message =
					'Sub-command and sub-command group option types are mutually exclusive to all other types';
				context.issues.push(issue('APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', message, option, [index]));
			}
		});
	});
}

function isSubcommand(type: OptionType): boolean {
	return type === OptionType.Subcommand || type === OptionType.SubcommandGroup;
}

const subcommand = z.object({
	...base,
	type: z.literal(OptionType.Subcommand),
	options: optionList(basic).nullish(),
});

const subcommandGroup = z.object({
	...base,
	type: z.literal(OptionType.SubcommandGroup),
	options: optionList({ [OptionType.Subcommand]: subcommand }),
});

export const commandOptions = optionList({
	[OptionType.Subcommand]: subcommand,
	[OptionType.SubcommandGroup]: subcommandGroup,
	...basic,
});

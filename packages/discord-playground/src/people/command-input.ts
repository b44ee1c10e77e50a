import {
	type APIApplicationCommandBasicOption,
	type APIApplicationCommandInteractionDataOption,
	type APIApplicationCommandOption,
	ApplicationCommandOptionType as OptionType,
} from 'discord-api-types/v10';
import type { CommandCall, OptionValue, Upload } from '../acts.ts';
import { Refusal } from '../refusal.ts';
import { idOf } from '../world/lookup.ts';
import type { Resolved } from './resolved.ts';

type Value = string | number | boolean;
type DataOption = APIApplicationCommandInteractionDataOption;

/** What is being typed, for autocomplete. */
export interface Focus {
	readonly option: string;
	readonly typed: string;
}

/**
 * The options of a call as Discord sends them, nested under group and subcommand.
 * @throws {Refusal} for what Discord's client does not let people enter.
 */
export function commandInput(
	options: readonly APIApplicationCommandOption[],
	call: CommandCall,
	resolved: Resolved,
	focus: Focus | null,
): DataOption[] {
	const path = [call.group, call.subcommand].filter((name) => name !== undefined);
	return nested(options, path, (definitions) => values(definitions, call, resolved, focus));
}

function nested(
	options: readonly APIApplicationCommandOption[],
	path: readonly string[],
	build: (definitions: readonly APIApplicationCommandBasicOption[]) => DataOption[],
): DataOption[] {
	const [name, ...rest] = path;
	if (name === undefined) {
		const basic = options.filter(isBasic);
		if (basic.length < options.length) throw new Refusal('the command needs a subcommand');
		return build(basic);
	}
	const option = options.find((candidate) => candidate.name === name);
	if (!option || isBasic(option)) throw new Refusal(`there is no subcommand ${name}`);
	// The two kinds of option differ in what their options may be, which the command's validation has ensured.
	return [{ name, type: option.type, options: nested(option.options ?? [], rest, build) } as DataOption];
}

function isBasic(option: APIApplicationCommandOption): option is APIApplicationCommandBasicOption {
	return option.type !== OptionType.Subcommand && option.type !== OptionType.SubcommandGroup;
}

function values(
	definitions: readonly APIApplicationCommandBasicOption[],
	call: CommandCall,
	resolved: Resolved,
	focus: Focus | null,
): DataOption[] {
	const given = call.options ?? {};
	const unknown = Object.keys(given).find((name) => !definitions.some((option) => option.name === name));
	if (unknown !== undefined) throw new Refusal(`there is no option ${unknown}`);
	return definitions.flatMap((option): DataOption[] => {
		if (focus?.option === option.name) return [focused(option, focus)];
		const value = given[option.name];
		if (value === undefined) {
			// While something is typed, the rest need not be filled in yet.
			if (option.required === true && focus === null) throw new Refusal(`option ${option.name} is required`);
			return [];
		}
		return [{ name: option.name, type: option.type, value: convert(option, value, resolved) } as DataOption];
	});
}

function focused(option: APIApplicationCommandBasicOption, { typed }: Focus): DataOption {
	if (!('autocomplete' in option) || option.autocomplete !== true) {
		throw new Refusal(`option ${option.name} has no autocomplete`);
	}
	return { name: option.name, type: option.type, value: typed, focused: true } as DataOption;
}

function convert(option: APIApplicationCommandBasicOption, value: OptionValue, resolved: Resolved): Value {
	switch (option.type) {
		case OptionType.Attachment:
			if (!isUpload(value)) throw wrong(option);
			return resolved.attachment(value, option.file_types ?? []);
		case OptionType.User:
			return resolved.user(reference(option, value));
		case OptionType.Role:
			return resolved.role(reference(option, value));
		case OptionType.Mentionable:
			return resolved.mentionable(reference(option, value));
		case OptionType.Channel:
			return resolved.channel(reference(option, value), option.channel_types ?? []);
		case OptionType.Boolean:
			if (typeof value !== 'boolean') throw wrong(option);
			return value;
		case OptionType.String:
			if (typeof value !== 'string') throw wrong(option);
			checkRange(option, [...value].length, option.min_length, option.max_length ?? 6000);
			checkChoice(option, value, option.choices);
			return value;
		case OptionType.Integer:
		case OptionType.Number:
			if (typeof value !== 'number') throw wrong(option);
			if (option.type === OptionType.Integer && !Number.isSafeInteger(value)) throw wrong(option);
			checkRange(option, value, option.min_value, option.max_value);
			checkChoice(option, value, option.choices);
			return value;
	}
}

function checkRange(
	option: APIApplicationCommandBasicOption,
	size: number,
	min: number | undefined,
	max: number | undefined,
): void {
	if ((min !== undefined && size < min) || (max !== undefined && size > max)) {
		throw new Refusal(`option ${option.name} is out of bounds`);
	}
}

function checkChoice(
	option: APIApplicationCommandBasicOption,
	value: string | number,
	choices: readonly { readonly value: string | number }[] | undefined,
): void {
	if (choices?.length && !choices.some((choice) => choice.value === value)) {
		throw new Refusal(`option ${option.name} has no choice ${value}`);
	}
}

function reference(option: APIApplicationCommandBasicOption, value: OptionValue): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'object' && 'id' in value) return idOf(value);
	throw wrong(option);
}

function isUpload(value: OptionValue): value is Upload {
	return typeof value === 'object' && 'bytes' in value;
}

function wrong(option: APIApplicationCommandBasicOption): Refusal {
	return new Refusal(`option ${option.name} takes a value of type ${OptionType[option.type]}`);
}

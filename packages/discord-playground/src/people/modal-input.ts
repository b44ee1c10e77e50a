import {
	type APIFileUploadComponent,
	type APIModalInteractionResponseCallbackComponent,
	type APITextInputComponent,
	ComponentType,
} from 'discord-api-types/v10';
import type { ModalSubmission, Upload } from '../acts.ts';
import { Refusal } from '../refusal.ts';
import { chosen } from './message-components.ts';
import type { Resolved } from './resolved.ts';

type Given = ModalSubmission['values'][string] | undefined;

type Input = Extract<
	APIModalInteractionResponseCallbackComponent,
	{ type: ComponentType.Label }
>['component'];

/** What a submitted modal says of one input: what was entered, else what was preset. */
export function answer(input: Input, values: ModalSubmission['values'], resolved: Resolved): object {
	const given = values[input.custom_id];
	const base = { type: input.type, id: input.id, custom_id: input.custom_id };
	switch (input.type) {
		case ComponentType.TextInput:
			return { ...base, value: typed(input, given) };
		case ComponentType.FileUpload:
			return {
				...base,
				values: uploads(input, given).map((file) => resolved.attachment(file, input.file_types ?? [])),
			};
		case ComponentType.RadioGroup:
			return { ...base, value: radioChoice(input, given) };
		case ComponentType.CheckboxGroup: {
			const checked = strings(input.custom_id, given) ?? presetOf(input);
			checkOptions(input.custom_id, input.options, checked);
			checkCount(input, checked.length, input.options.length);
			return { ...base, values: checked };
		}
		case ComponentType.Checkbox:
			if (given !== undefined && typeof given !== 'boolean') throw wrong(input.custom_id);
			return { ...base, value: given ?? input.default ?? false };
		default: {
			const picked = strings(input.custom_id, given) ?? presetOf(input);
			checkCount(input, picked.length, 1);
			return { ...base, values: chosen(input, picked, resolved) };
		}
	}
}

function typed(input: APITextInputComponent, given: Given): string {
	const value = given ?? input.value ?? '';
	if (typeof value !== 'string') throw wrong(input.custom_id);
	const { length } = [...value];
	if (length === 0) {
		if (input.required ?? true) throw new Refusal(`${input.custom_id} is required`);
		return value;
	}
	if (length < (input.min_length ?? 0) || length > (input.max_length ?? 4000)) {
		throw new Refusal(`${input.custom_id} is too short or too long`);
	}
	return value;
}

function uploads(input: APIFileUploadComponent, given: Given): readonly Upload[] {
	const files = given ?? [];
	if (!Array.isArray(files) || files.some((file) => typeof file === 'string')) throw wrong(input.custom_id);
	checkCount(input, files.length, 1);
	return files as readonly Upload[];
}

function radioChoice(input: Extract<Input, { type: ComponentType.RadioGroup }>, given: Given): string | null {
	const value = given ?? presetOf(input)[0] ?? null;
	if (value === null) {
		if (input.required ?? true) throw new Refusal(`${input.custom_id} is required`);
		return null;
	}
	if (typeof value !== 'string') throw wrong(input.custom_id);
	checkOptions(input.custom_id, input.options, [value]);
	return value;
}

interface Presettable {
	readonly options?: readonly { readonly value: string; readonly default?: boolean }[];
	readonly default_values?: readonly { readonly id: string }[];
}

interface Counted {
	readonly custom_id: string;
	readonly min_values?: number;
	readonly max_values?: number;
	readonly required?: boolean;
}

function checkCount(input: Counted, count: number, defaultMax: number): void {
	const isRequired = input.required ?? true;
	if (count === 0 && !isRequired) return;
	const { min_values: min = isRequired ? 1 : 0, max_values: max = defaultMax } = input;
	if (count < min || count > max) throw new Refusal(`${input.custom_id} takes ${min} to ${max} values`);
}

function checkOptions(
	customId: string,
	options: readonly { readonly value: string }[],
	values: readonly string[],
): void {
	const unknown = values.find((value) => !options.some((option) => option.value === value));
	if (unknown !== undefined) throw new Refusal(`${customId} has no option ${unknown}`);
}

/** What is chosen before anything is. */
function presetOf(input: Presettable): string[] {
	const { options, default_values: ids = [] } = input;
	if (!options) return ids.map(({ id }) => id);
	return options.filter((option) => option.default === true).map(({ value }) => value);
}

function strings(customId: string, given: Given): string[] | null {
	if (given === undefined) return null;
	if (!Array.isArray(given) || given.some((value) => typeof value !== 'string')) throw wrong(customId);
	return given as string[];
}

function wrong(customId: string): Refusal {
	return new Refusal(`${customId} takes another kind of value`);
}

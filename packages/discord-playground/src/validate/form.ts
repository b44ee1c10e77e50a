import type { z } from 'zod';
import { DiscordError, type FormErrorTree } from '../rest/discord-error.ts';

export type FormPath = readonly (string | number)[];

interface FormError {
	readonly path: readonly PropertyKey[];
	readonly code: string;
	readonly message: string;
}

/**
 * What a schema makes of a request's body, or of the part of it that `path` names.
 * @throws {DiscordError} 50035 with everything that is wrong with it at once, as Discord does
 */
export function parseForm<Output>(schema: z.ZodType<Output>, value: unknown, path: FormPath = []): Output {
	const result = schema.safeParse(value, { reportInput: true });
	if (result.success) return result.data;
	throw formError(result.error.issues.map((issue) => describe(issue, [...path, ...issue.path])));
}

/** One thing wrong, at one place. */
export function invalidForm(path: FormPath, code: string, message: string): DiscordError {
	return formError([{ path, code, message }]);
}

function formError(errors: readonly FormError[]): DiscordError {
	const root: FormErrorTree = {};
	for (const { path, code, message } of errors) {
		let node = root;
		for (const part of path.map(String)) {
			node[part] ??= {};
			node = node[part] as FormErrorTree;
		}
		const present = (node['_errors'] ?? []) as readonly { code: string; message: string }[];
		node['_errors'] = [...present, { code, message }];
	}
	return new DiscordError(400, 50035, 'Invalid Form Body', root);
}

/** Our own rules carry Discord's code along; the rest are zod's, put in Discord's words. */
function describe(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): FormError {
	const { message } = issue;
	if (issue.code === 'custom') return { path, code: String(issue.params?.['discordCode']), message };
	if (issue.input === undefined) {
		return { path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
	}
	switch (issue.code) {
		case 'invalid_type':
			return { path, ...wrongType(issue.expected, issue.input) };
		case 'invalid_value':
			return { path, code: 'BASE_TYPE_CHOICES', message: `Value must be one of ${choices(issue.values)}.` };
		case 'invalid_union': {
			if (!('options' in issue)) return { path, code: 'BASE_TYPE_INVALID', message };
			const wanted = choices(issue.options ?? []);
			// Of the object itself, not of the field that tells its kind.
			const place = path.slice(0, -1);
			const code = 'UNION_TYPE_CHOICES';
			return { path: place, code, message: `Value of field "type" must be one of ${wanted}.` };
		}
		case 'too_small': {
			const least = `int value should be greater than or equal to ${issue.minimum}.`;
			return { path, code: 'NUMBER_TYPE_MIN', message: least };
		}
		case 'too_big': {
			const most = `int value should be less than or equal to ${issue.maximum}.`;
			return { path, code: 'NUMBER_TYPE_MAX', message: most };
		}
		default:
			return { path, code: 'BASE_TYPE_INVALID', message };
	}
}

function wrongType(expected: string, input: unknown): { code: string; message: string } {
	const value = typeof input === 'object' ? JSON.stringify(input) : String(input);
	switch (expected) {
		case 'string':
			return { code: 'STRING_TYPE_CONVERT', message: `Could not interpret "${value}" as string.` };
		case 'boolean':
			return { code: 'BOOLEAN_TYPE_CONVERT', message: 'Must be either true or false.' };
		case 'int':
		case 'number':
			return { code: 'NUMBER_TYPE_COERCE', message: `Value "${value}" is not int.` };
		case 'array':
			return { code: 'LIST_TYPE_CONVERT', message: 'Only iterables may be used in a ListType' };
		default:
			return { code: 'MODEL_TYPE_CONVERT', message: 'Only dictionaries may be used in a ModelType' };
	}
}

/** A Python tuple, as in Discord's messages. */
export function choices(values: readonly unknown[]): string {
	const list = values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
	return list.length === 1 ? `(${list[0]},)` : `(${list.join(', ')})`;
}

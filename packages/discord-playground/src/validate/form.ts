import type { z } from 'zod';
import { DiscordError, type FormErrorTree } from '../rest/discord-error.ts';

export type FormPath = readonly (string | number)[];

interface FormError {
	readonly path: FormPath;
	readonly code: string;
	readonly message: string;
}

/** Gathers what is wrong with a request's body, to refuse it with everything at once, as Discord does. */
export class Form {
	readonly #errors: FormError[] = [];

	add(path: FormPath, code: string, message: string): void {
		this.#errors.push({ path, code, message });
	}

	/** What the schema makes of a value; null when it found something wrong. */
	parse<Output>(schema: z.ZodType<Output>, value: unknown, path: FormPath = []): Output | null {
		const result = schema.safeParse(value, { reportInput: true });
		if (result.success) return result.data;
		for (const issue of result.error.issues) {
			const { code, message } = describe(issue);
			this.add([...path, ...issue.path.map(key)], code, message);
		}
		return null;
	}

	/** @throws {DiscordError} 50035 with the nested errors object, when there is any. */
	throwIfInvalid(): void {
		if (this.#errors.length === 0) return;
		throw new DiscordError(400, 50035, 'Invalid Form Body', tree(this.#errors));
	}
}

/** @throws {DiscordError} 50035 */
export function parseForm<Output>(schema: z.ZodType<Output>, value: unknown): Output {
	const form = new Form();
	const output = form.parse(schema, value);
	form.throwIfInvalid();
	return output as Output;
}

/** One thing wrong, at one place. */
export function invalidForm(path: FormPath, code: string, message: string): DiscordError {
	return new DiscordError(400, 50035, 'Invalid Form Body', tree([{ path, code, message }]));
}

function key(part: PropertyKey): string | number {
	return typeof part === 'symbol' ? String(part) : part;
}

function tree(errors: readonly FormError[]): FormErrorTree {
	const root: FormErrorTree = {};
	for (const { path, code, message } of errors) {
		let node = root;
		for (const part of path) {
			const next = node[part] ?? {};
			node[part] = next;
			node = next as FormErrorTree;
		}
		const present = (node['_errors'] ?? []) as readonly { code: string; message: string }[];
		node['_errors'] = [...present, { code, message }];
	}
	return root;
}

/** Our own checks carry Discord's code along; the rest are zod's, put in Discord's words. */
function describe(issue: z.core.$ZodIssue): { code: string; message: string } {
	switch (issue.code) {
		case 'custom': {
			const code: unknown = issue.params?.['discordCode'];
			return { code: typeof code === 'string' ? code : 'BASE_TYPE_INVALID', message: issue.message };
		}
		case 'invalid_type':
			return issue.input === undefined
				? { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
				: wrongType(issue.expected, issue.input);
		case 'invalid_value':
			return issue.input === undefined
				? { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }
				: { code: 'BASE_TYPE_CHOICES', message: `Value must be one of ${choices(issue.values)}.` };
		default:
			return { code: 'BASE_TYPE_INVALID', message: issue.message };
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

import { z } from 'zod';
import { choices } from './form.ts';

/** Bounds are inclusive. */
interface Bounds {
	readonly min?: number;
	readonly max?: number;
}

/** For checks of our own: an issue that carries Discord's code. */
export function issue(discordCode: string, message: string, input: unknown, path: PropertyKey[] = []) {
	return { code: 'custom' as const, message, input, path, params: { discordCode } };
}

/** Discord counts characters, not UTF-16 units. */
export function characters(text: string): number {
	let count = 0;
	for (const _ of text) count++;
	return count;
}

function lengthProblem(length: number, { min, max }: Bounds): { code: string; message: string } | null {
	const tooShort = min !== undefined && length < min;
	const tooLong = max !== undefined && length > max;
	if (!tooShort && !tooLong) return null;
	if (min !== undefined && min > 0 && max !== undefined) {
		return { code: 'BASE_TYPE_BAD_LENGTH', message: `Must be between ${min} and ${max} in length.` };
	}
	return tooShort
		? { code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${min} or more in length.` }
		: { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${max} or fewer in length.` };
}

/** Text of so many characters. `trimmed` is measured, and kept, without white space around it. */
export function text(bounds: Bounds & { readonly trimmed?: boolean } = {}) {
	return z
		.string()
		.transform((value) => (bounds.trimmed ? value.trim() : value))
		.check((context) => {
			const problem = lengthProblem(characters(context.value), bounds);
			if (problem) context.issues.push(issue(problem.code, problem.message, context.value));
		});
}

export function list<Item extends z.ZodType>(item: Item, bounds: Bounds = {}) {
	return z.array(item).check((context) => {
		const problem = lengthProblem(context.value.length, bounds);
		if (problem) context.issues.push(issue(problem.code, problem.message, context.value));
	});
}

export function integer(bounds: Bounds = {}) {
	return z.int().check((context) => {
		const { min, max } = bounds;
		const { value } = context;
		if (max !== undefined && value > max) {
			const message = `int value should be less than or equal to ${max}.`;
			context.issues.push(issue('NUMBER_TYPE_MAX', message, value));
		}
		if (min !== undefined && value < min) {
			const message = `int value should be greater than or equal to ${min}.`;
			context.issues.push(issue('NUMBER_TYPE_MIN', message, value));
		}
	});
}

/** An id; numbers are taken too, as Discord does. */
export const snowflake = z.unknown().transform((value, context) => {
	if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return value;
	if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value);
	context.issues.push(
		value === undefined
			? issue('BASE_TYPE_REQUIRED', 'This field is required', value)
			: issue('NUMBER_TYPE_COERCE', `Value "${String(value)}" is not snowflake.`, value),
	);
	return z.NEVER;
});

export const boolean = z.boolean();

/** An address of one of these schemes. */
export function url(schemes: readonly string[], bounds: Bounds = {}) {
	return text(bounds).check((context) => {
		const { value } = context;
		const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(value)?.[1]?.toLowerCase();
		if (scheme === undefined || !URL.canParse(value)) {
			context.issues.push(issue('URL_TYPE_INVALID_URL', 'Not a well formed URL.', value));
		} else if (!schemes.includes(scheme)) {
			const message = `Scheme "${scheme}" is not supported. Scheme must be one of ${choices(schemes)}.`;
			context.issues.push(issue('URL_TYPE_INVALID_SCHEME', message, value));
		}
	});
}

/** One of several objects, told apart by their `type`. */
export function byType<Schemas extends Readonly<Record<number, z.ZodType>>>(
	schemas: Schemas,
): z.ZodType<z.output<Schemas[keyof Schemas]>> {
	const types = Object.keys(schemas).map(Number);
	return z.unknown().transform((value, context) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) {
			context.issues.push(issue('MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType', value));
			return z.NEVER;
		}
		const type: unknown = 'type' in value ? value.type : undefined;
		const schema = typeof type === 'number' ? (schemas as Record<number, z.ZodType>)[type] : undefined;
		if (schema === undefined) {
			const message = `Value of field "type" must be one of ${choices(types)}.`;
			context.issues.push(issue('UNION_TYPE_CHOICES', message, value));
			return z.NEVER;
		}
		const result = schema.safeParse(value, { reportInput: true });
		if (result.success) return result.data as z.output<Schemas[keyof Schemas]>;
		context.issues.push(...result.error.issues.map((found) => ({ ...found, input: found.input }) as never));
		return z.NEVER;
	});
}

import { z } from 'zod';
import { choices } from './form.ts';

/** Bounds are inclusive. */
interface Bounds {
	readonly min?: number;
	readonly max?: number;
}

/** Says what is wrong, by Discord's code and in Discord's words, and where within the value. */
export type Complain = (code: string, message: string, ...path: PropertyKey[]) => void;

/** A rule of Discord's that no schema of zod's knows. */
export function rule<Value>(check: (value: Value, complain: Complain) => void): z.core.CheckFn<Value> {
	return ({ value, issues }) =>
		check(value, (discordCode, message, ...path) => {
			issues.push({ code: 'custom', message, input: value, path, params: { discordCode } });
		});
}

/** Discord counts characters, not UTF-16 units. */
export function characters(text: string): number {
	let count = 0;
	for (const _ of text) count++;
	return count;
}

function checkLength(
	length: number,
	{ min = 0, max = Number.POSITIVE_INFINITY }: Bounds,
	complain: Complain,
) {
	if (length >= min && length <= max) return;
	if (min > 0 && max < Number.POSITIVE_INFINITY) {
		complain('BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
	} else if (length < min) complain('BASE_TYPE_MIN_LENGTH', `Must be ${min} or more in length.`);
	else complain('BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
}

/** Text of so many characters. `trimmed` is measured, and kept, without white space around it. */
export function text(bounds: Bounds & { readonly trimmed?: boolean }) {
	return (bounds.trimmed ? z.string().trim() : z.string()).check(
		rule((value, complain) => checkLength(characters(value), bounds, complain)),
	);
}

export function list<Item extends z.ZodType>(item: Item, bounds: Bounds = {}) {
	return z.array(item).check(rule((items, complain) => checkLength(items.length, bounds, complain)));
}

/** An id; numbers are taken too, as Discord does. */
export const snowflake = z.preprocess(
	(value) => (Number.isSafeInteger(value) ? String(value) : value),
	z.string().check(
		rule((value, complain) => {
			if (/^\d{1,20}$/.test(value)) return;
			complain('NUMBER_TYPE_COERCE', `Value "${value}" is not snowflake.`);
		}),
	),
);

/** An address of one of these schemes. */
export function url(schemes: readonly string[], max: number) {
	return text({ max }).check(
		rule((value, complain) => {
			const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(value)?.[1]?.toLowerCase();
			if (scheme === undefined || !URL.canParse(value)) {
				complain('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
			} else if (!schemes.includes(scheme)) {
				const message = `Scheme "${scheme}" is not supported. Scheme must be one of ${choices(schemes)}.`;
				complain('URL_TYPE_INVALID_SCHEME', message);
			}
		}),
	);
}

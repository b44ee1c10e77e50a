import { z } from 'zod';
import { type ErrorCode, type ErrorDetails, isUserError, UserError } from '../errors.ts';
import { storageRefusal } from '../store/faults.ts';

/** An error as it crosses processes: a refusal by its code and details, a bug by its text. */
export const errorSchema = z.union([
	z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }),
	z.object({ message: z.string() }),
]);

export type WireError = z.infer<typeof errorSchema>;

export function toWire(thrown: unknown): WireError {
	const error = storageRefusal(thrown);
	if (isUserError(error)) return { code: error.code, details: { ...error.details } };
	return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** The same error on the other side, where both sides are one version of Hantei. */
export function fromWire(error: WireError): Error {
	if ('code' in error) {
		const code = error.code as ErrorCode;
		return new UserError(code, error.details as ErrorDetails[typeof code]);
	}
	return new Error(error.message);
}

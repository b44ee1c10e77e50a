import { z } from 'zod';
import { InteractionFailed, Refusal } from '../refusal.ts';

type Status = 400 | 403 | 404 | 413 | 415 | 500;

/** Why the page is not given what it asked for; the page has words of its own for the codes it knows. */
export class PageError extends Error {
	override readonly name = 'PageError';
	readonly status: Status;
	readonly code: string;

	constructor(status: Status, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}

/** As an answer tells it; what we did not foresee is told to the terminal alone. */
export function pageErrorOf(error: unknown): Pick<PageError, 'status' | 'code' | 'message'> {
	if (error instanceof PageError) return error;
	if (error instanceof Refusal) return { status: 403, code: 'refused', message: error.message };
	if (error instanceof InteractionFailed) return { status: 403, code: 'no-answer', message: error.message };
	if (error instanceof z.ZodError) {
		return { status: 400, code: 'malformed', message: z.prettifyError(error) };
	}
	process.emitWarning(error instanceof Error ? error : String(error));
	return { status: 500, code: 'internal', message: 'the playground stumbled over this' };
}

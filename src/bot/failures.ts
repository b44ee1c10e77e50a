import { randomInt } from 'node:crypto';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';

export interface LastFailure {
	readonly reference: string;
	/** Milliseconds since the Unix epoch. */
	readonly at: number;
	readonly text: string;
}

/** Turns bugs into something a person can be shown and the host can find again. */
export interface Failures {
	/**
	 * Logs the error under a short reference.
	 * @param facts ids that tell where it happened, never content
	 * @returns what to tell the person: `unexpected` with the reference.
	 */
	report(error: unknown, facts: Readonly<Record<string, unknown>>): UserError<'unexpected'>;
	readonly last: LastFailure | null;
}

/** Without those that look alike in print. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

export function createFailures(logger: Pick<Logger, 'error'>, now: () => number = Date.now): Failures {
	let last: LastFailure | null = null;
	return {
		report(error, facts) {
			const reference = Array.from({ length: 6 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
			last = { reference, at: now(), text: error instanceof Error ? error.message : String(error) };
			logger.error({ ...facts, reference, err: error }, 'something went wrong');
			return new UserError('unexpected', { reference }, { cause: error });
		},
		get last() {
			return last;
		},
	};
}

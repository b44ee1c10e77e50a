import { UserError } from '../../errors.ts';

/** A network holds something no converter knows. `what` is a noun phrase: `layer “lstm” (LSTM)`. */
export class UnsupportedNetwork extends Error {
	override readonly name = 'UnsupportedNetwork';
	readonly what: string;

	constructor(what: string) {
		super(`${what} is not supported`);
		this.what = what;
	}
}

/** A network file contradicts itself: a weight is missing or too short, shapes do not fit, layers form a cycle. */
export class DamagedNetwork extends Error {
	override readonly name = 'DamagedNetwork';
}

/** Says in which layer or operation of the network a refusal arose. */
export function within<T>(place: string, convert: () => T): T {
	try {
		return convert();
	} catch (error) {
		if (error instanceof UnsupportedNetwork) throw new UnsupportedNetwork(`${error.what} in ${place}`);
		if (error instanceof DamagedNetwork) throw new DamagedNetwork(`${place}: ${error.message}`);
		throw error;
	}
}

/**
 * The outermost ring of every converter.
 *
 * @throws {UserError} `conversion-unsupported` or `network-damaged` for a refusal; anything else passes through.
 */
export function refusing<T>(format: string, path: string, convert: () => T): T {
	try {
		return convert();
	} catch (error) {
		throw asUserError(error, format, path);
	}
}

/** The same of a conversion that is awaited. */
export async function refusingAsync<T>(format: string, path: string, convert: () => Promise<T>): Promise<T> {
	try {
		return await convert();
	} catch (error) {
		throw asUserError(error, format, path);
	}
}

function asUserError(error: unknown, format: string, path: string): unknown {
	if (error instanceof UnsupportedNetwork) {
		return new UserError('conversion-unsupported', { format, what: error.what }, { cause: error });
	}
	if (error instanceof DamagedNetwork) {
		return new UserError('network-damaged', { path, reason: error.message }, { cause: error });
	}
	return error;
}

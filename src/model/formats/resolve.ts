import { DamagedNetwork, UnsupportedNetwork } from './refusal.ts';

/** Deeper than any network for photos; shallow enough for the call stack. */
const MAX_DEPTH = 1500;

/**
 * Evaluates the nodes of a graph on demand, each once, so that only what the outputs need is converted.
 *
 * @param evaluate makes a node's value, asking `resolve` for those of its inputs
 */
export function onDemand<Name extends string | number, T>(
	evaluate: (name: Name, resolve: (name: Name) => T) => T,
): (name: Name) => T {
	const values = new Map<Name, T>();
	const underway = new Set<Name>();
	const resolve = (name: Name): T => {
		const known = values.get(name);
		if (known !== undefined) return known;
		if (underway.has(name)) throw new DamagedNetwork(`${name} depends on itself`);
		if (underway.size === MAX_DEPTH) throw new UnsupportedNetwork(`a chain of ${MAX_DEPTH} operations`);
		underway.add(name);
		const value = evaluate(name, resolve);
		underway.delete(name);
		values.set(name, value);
		return value;
	};
	return resolve;
}

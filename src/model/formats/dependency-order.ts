import { DamagedNetwork } from './refusal.ts';

/**
 * The nodes of a graph that the targets need, each after those it depends on itself. Not recursive, so that no depth
 * of network overflows the stack.
 *
 * @throws {DamagedNetwork} when they form a cycle
 */
export function dependencyOrder<Node>(
	targets: readonly Node[],
	dependenciesOf: (node: Node) => readonly Node[],
	nameOf: (node: Node) => string,
): Node[] {
	const done = new Set<Node>();
	const underway = new Set<Node>();
	const stack = [...targets].reverse();
	for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
		if (done.has(node)) {
			stack.pop();
			continue;
		}
		const missing = dependenciesOf(node).filter((dependency) => !done.has(dependency));
		if (missing.length === 0) {
			underway.delete(node);
			done.add(node);
			stack.pop();
			continue;
		}
		underway.add(node);
		for (const dependency of missing.reverse()) {
			if (underway.has(dependency)) throw new DamagedNetwork(`${nameOf(dependency)} depends on itself`);
			stack.push(dependency);
		}
	}
	return [...done];
}

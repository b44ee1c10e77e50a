import { versionNumber } from './version-name.ts';

/**
 * Versions of a classifier that may be deleted: all but the newest ones and those that something refers to.
 * @param versions any order
 * @param needed what aliases name, and what serves
 * @param keep how many of the newest stay in any case
 * @returns oldest first
 */
export function removableVersions(
	versions: readonly string[],
	needed: ReadonlySet<string>,
	keep: number,
): string[] {
	const number = (version: string) => versionNumber(version) ?? 0;
	const newestFirst = versions.toSorted((a, b) => number(b) - number(a));
	// The newest stays whatever is asked for: its number must never be given again.
	return newestFirst
		.slice(Math.max(1, keep))
		.filter((version) => !needed.has(version))
		.reverse();
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../atomic-write.ts';
import { formatVersionName, parseVersionName, type VersionName, versionNumber } from './version-name.ts';

const aliasesSchema = z.object({
	/** What serves. */
	champion: z.string().optional(),
	/** What was trained last. */
	challenger: z.string().optional(),
	/** What served before the champion: what a roll-back returns to. */
	previous: z.string().optional(),
});

/** `models/<classifier>/aliases.json`: the only thing that decides what serves. Names as by `aliasOf`. */
export type Aliases = Readonly<z.infer<typeof aliasesSchema>>;

/** A folder without the file, or with a damaged one, has no aliases: the registry then falls back along its versions. */
export async function readAliases(classifierFolder: string): Promise<Aliases> {
	try {
		return aliasesSchema.parse(JSON.parse(await readFile(join(classifierFolder, 'aliases.json'), 'utf8')));
	} catch {
		return {};
	}
}

export async function writeAliases(classifierFolder: string, aliases: Aliases): Promise<void> {
	await writeFileAtomically(
		join(classifierFolder, 'aliases.json'),
		`${JSON.stringify(aliases, null, '\t')}\n`,
	);
}

/**
 * Aliases after a version starts to serve.
 * @param served what served before, as an alias names it
 */
export function withChampion(aliases: Aliases, champion: string, served: string | undefined): Aliases {
	if (aliases.champion === champion) return aliases;
	return { ...aliases, champion, previous: served === champion ? undefined : served };
}

/** How the aliases of a classifier name a version: `v3` for its own, `starter/v1` for another's. */
export function aliasOf(name: VersionName, classifier: string): string {
	return name.classifier === classifier ? name.version : formatVersionName(name);
}

/**
 * Versions in the order in which to try them when something must serve: the champion, what served before it, older
 * ones, then the starter. A version that was trained and never promoted comes after all that may have served.
 * @param newestFirst the classifier's own versions
 * @param starter versions to fall back on, best first
 */
export function serveOrder(
	classifier: string,
	aliases: Aliases,
	newestFirst: readonly string[],
	starter: readonly VersionName[],
): VersionName[] {
	const own = newestFirst.map((version) => ({ classifier, version }));
	const known = new Map([...own, ...starter].map((name) => [formatVersionName(name), name]));
	const named = (alias = '') => parseVersionName(alias, classifier);
	const champion = named(aliases.champion);
	// Aliases that name nothing were lost: then any version may have served.
	const isLost = !champion && !named(aliases.challenger);
	const newest = isLost ? Number.POSITIVE_INFINITY : numberOf(champion, classifier);
	const older = own.filter((name) => numberOf(name, classifier) < newest);

	const order = [champion, named(aliases.previous), ...older, ...starter, ...own].flatMap(
		(name) => known.get(name ? formatVersionName(name) : '') ?? [],
	);
	return [...new Set(order)];
}

/** Zero for no version, and for those of another classifier. */
function numberOf(name: VersionName | undefined, classifier: string): number {
	return name?.classifier === classifier ? (versionNumber(name.version) ?? 0) : 0;
}

import { z } from 'zod';
import { type AliasChange, earlierChampions, historySchema, withChange } from './history.ts';
import { formatVersionName, parseVersionName, type VersionName, versionNumber } from './version-name.ts';

const aliasesSchema = z.object({
	/** What serves. */
	champion: z.string().optional(),
	/** What was trained last. */
	challenger: z.string().optional(),
	/** What served before the champion: what a roll-back returns to. */
	previous: z.string().optional(),
});

/** The aliases of a classifier. Names as by `aliasOf`. */
export type Aliases = Readonly<z.infer<typeof aliasesSchema>>;

const keptSchema = z.object({
	/** The host's version that served a server before its own did: `starter/v1`. */
	model: z.string(),
	/** That it goes on answering for, since the server's own did not know them when it took over. */
	labels: z.array(z.string()),
});

const fileSchema = aliasesSchema.extend({
	kept: keptSchema.optional().catch(undefined),
	/** Versions of its own that are being deleted, or have been by the last clearing away. */
	removed: z.array(z.string()).optional().catch(undefined),
	/** The largest fencing token that the classifier was claimed with: who has a smaller one changes nothing any more. */
	fence: z.number().optional().catch(undefined),
	history: historySchema.catch([]).default([]),
});

/** `models/<classifier>/aliases.json`: the only thing that decides what serves, and how it came to. */
export type AliasFile = Readonly<z.infer<typeof fileSchema>>;

/** Where there are none, or damaged ones, nothing is named: the registry then falls back along its versions. */
export function parseAliases(text: string | undefined): AliasFile {
	try {
		return fileSchema.parse(JSON.parse(text ?? '{}'));
	} catch {
		return { history: [] };
	}
}

export function formatAliases(aliases: AliasFile): string {
	return `${JSON.stringify(aliases, null, '\t')}\n`;
}

/**
 * Aliases after a version starts to serve.
 * @param served what served before, as an alias names it
 */
export function withChampion(
	file: AliasFile,
	champion: string,
	served: string | undefined,
	at: Date,
): AliasFile {
	if (file.champion === champion) return file;
	const previous = served === champion ? undefined : served;
	return {
		...file,
		champion,
		previous,
		history: withChange(file.history, 'promoted', champion, previous, at),
	};
}

/** What a roll-back may return to, latest first. */
export function rollBackTargets({ champion, previous, history }: AliasFile): string[] {
	const earlier = [previous ?? [], ...earlierChampions(history)].flat();
	return [...new Set(earlier)].filter((alias) => alias !== champion);
}

/**
 * Aliases after a return to what served before. What is rolled back is not returned to later: a second roll-back goes
 * further back. A model of another classifier, which this one followed, is followed again.
 * @param served what serves until now, as an alias names it
 */
export function rolledBack(
	file: AliasFile,
	classifier: string,
	{
		target,
		previous,
		served,
	}: Readonly<Record<'target', string> & Partial<Record<'previous' | 'served', string>>>,
	at: Date,
): AliasFile {
	const isOwn = parseVersionName(target, classifier)?.classifier === classifier;
	return {
		...file,
		champion: isOwn ? target : undefined,
		previous,
		history: withChange(file.history, 'rolled-back', target, served, at),
	};
}

/** The last change of what serves: two promotions of one version are two changes. */
export function lastChange({ history }: AliasFile): AliasChange | undefined {
	return history.at(-1);
}

/** How the aliases of a classifier name a version: `v3` for its own, `starter/v1` for another's. */
export function aliasOf(name: VersionName, classifier: string): string {
	return name.classifier === classifier ? name.version : formatVersionName(name);
}

/**
 * Versions in the order in which to try them when something must serve: the champion, what served before it, older
 * ones, then those of the classifier it follows. Without a champion it follows that one first. A version that was trained
 * and never promoted comes after all that may have served.
 * @param newestFirst the classifier's own versions
 * @param followed versions of the classifier it follows, best first
 */
export function serveOrder(
	classifier: string,
	aliases: Aliases,
	newestFirst: readonly string[],
	followed: readonly VersionName[],
): VersionName[] {
	const own = newestFirst.map((version) => ({ classifier, version }));
	const known = new Map([...own, ...followed].map((name) => [formatVersionName(name), name]));
	const named = (alias = '') => parseVersionName(alias, classifier);
	const champion = named(aliases.champion);
	const previous = named(aliases.previous);
	// Aliases that name nothing were lost: then any version may have served.
	const isLost = !champion && !previous && !named(aliases.challenger);
	const newest = isLost ? Number.POSITIVE_INFINITY : numberOf(champion ?? previous, classifier);
	const older = own.filter((name) => numberOf(name, classifier) < newest);

	const served = [champion, previous, ...older];
	const order = isLost || champion ? [...served, ...followed, ...own] : [...followed, ...served, ...own];
	return [...new Set(order.flatMap((name) => known.get(name ? formatVersionName(name) : '') ?? []))];
}

/** Zero for no version, and for those of another classifier. */
function numberOf(name: VersionName | undefined, classifier: string): number {
	return name?.classifier === classifier ? (versionNumber(name.version) ?? 0) : 0;
}

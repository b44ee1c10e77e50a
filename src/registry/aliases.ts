import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from './atomic-write.ts';

const aliasesSchema = z.object({
	/** What serves. */
	champion: z.string().optional(),
	/** What was trained last. */
	challenger: z.string().optional(),
	/** What served before the champion: what a roll-back returns to. */
	previous: z.string().optional(),
});

/** `models/<classifier>/aliases.json`: the only thing that decides what serves. */
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

/** Aliases after a version starts to serve. */
export function withChampion(aliases: Aliases, version: string): Aliases {
	if (aliases.champion === version) return aliases;
	return { ...aliases, champion: version, previous: aliases.champion };
}

/**
 * Versions in the order in which to try them when something must serve: the champion, what served before it, then the
 * rest from the newest. A version that was trained but never served comes after all that may have.
 */
export function serveOrder(aliases: Aliases, newestFirst: readonly string[]): string[] {
	const { champion, previous, challenger } = aliases;
	const rest = newestFirst.filter((version) => version !== challenger || version === champion);
	const order = [champion, previous, ...rest, challenger];
	return [
		...new Set(order.filter((version) => version !== undefined && newestFirst.includes(version))),
	] as string[];
}

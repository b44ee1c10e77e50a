import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../atomic-write.ts';
import type { Logger } from '../../log.ts';
import { withFolderLock } from '../../storage/folder-lock.ts';
import type { Database } from '../../store/database.ts';
import type { RowsPlace } from '../../store/open-rows.ts';
import { type BackboneChoice, NOTHING_CHOSEN, parseInUse } from './in-use.ts';

/**
 * The choice of all machines with the same rows; of one whose rows are a file in its folder, a file beside that.
 * @param database the rows, where they are open already
 */
export function openChoice(
	place: RowsPlace,
	logger: Pick<Logger, 'error' | 'warn'>,
	database?: Database,
): BackboneChoice {
	const inFolder = choiceInFolder(place.dataFolder);
	if (place.url === undefined) return inFolder;
	// A choice of one machine has no need of a database, which takes longer to load than a photo to classify.
	const inRows = async () => {
		const { choiceInDatabase, choiceInRows } = await import('./choice-in-rows.ts');
		return database ? choiceInDatabase(database, inFolder, logger) : choiceInRows(place, inFolder, logger);
	};
	return {
		isShared: true,
		read: async () => (await inRows()).read(),
		change: async (change) => (await inRows()).change(change),
	};
}

/** `data/backbone.json` */
export function choiceInFolder(dataFolder: string): BackboneChoice {
	const file = join(dataFolder, 'backbone.json');
	const read = async () => {
		try {
			return parseInUse(JSON.parse(await readFile(file, 'utf8')));
		} catch (error) {
			const code = error instanceof Error && 'code' in error ? error.code : undefined;
			// What cannot be read just now must not be taken for what is not there.
			if (typeof code === 'string' && code !== 'ENOENT') throw error;
			return NOTHING_CHOSEN;
		}
	};
	return {
		isShared: false,
		read,
		change: (change) =>
			withFolderLock(join(dataFolder, 'training'), async (assertHeld) => {
				const now = await read();
				const changed = change(now);
				assertHeld();
				if (changed !== now) await writeFileAtomically(file, `${JSON.stringify(changed, null, '\t')}\n`);
				return changed;
			}),
	};
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keyv } from 'keyv';
import { writeFileAtomically } from '../../atomic-write.ts';
import type { Logger } from '../../log.ts';
import { withFolderLock } from '../../storage/folder-lock.ts';
import { changeValue } from '../../store/change-value.ts';
import type { Database } from '../../store/database.ts';
import { openRows, type RowsPlace } from '../../store/open-rows.ts';
import { openStore } from '../../store/store.ts';
import { BUNDLED, type InUse, inUseSchema } from './in-use.ts';

const NOTHING_CHOSEN: InUse = { format: 1, inUse: BUNDLED };

/** Of the rows. */
const NAMESPACE = 'backbone';
const KEY = 'in-use';

type WithRows = <Result>(work: (rows: Keyv<InUse>) => Promise<Result>) => Promise<Result>;

/** Where it is kept which backbone is in use. */
export interface BackboneChoice {
	/** Whether it is that of several machines. */
	readonly isShared: boolean;
	/** What was chosen; the bundled backbone where nothing was, or what is kept is damaged. */
	read(): Promise<InUse>;
	/**
	 * Changes what is chosen in one step, whoever else does so at the same time.
	 * @param change asked again where another was quicker; nothing is changed where it throws
	 */
	change(change: (now: InUse) => InUse): Promise<InUse>;
}

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
	if (database) return choiceInDatabase(database, inFolder, logger);
	return choiceInRows(inFolder, async (work) => {
		const opened = await openRows(place, logger);
		return work(keyvOf(opened, logger)).finally(() => opened.close());
	});
}

/** The choice of whoever has the same rows; at first, that of the machine they come from. */
export function choiceInDatabase(
	database: Database,
	inFolder: BackboneChoice,
	logger: Pick<Logger, 'error'>,
): BackboneChoice {
	const rows = keyvOf(database, logger);
	return choiceInRows(inFolder, (work) => work(rows));
}

function keyvOf(database: Database, logger: Pick<Logger, 'error'>): Keyv<InUse> {
	return openStore(database, logger).keyv(NAMESPACE);
}

/** `data/backbone.json` */
export function choiceInFolder(dataFolder: string): BackboneChoice {
	const file = join(dataFolder, 'backbone.json');
	const read = async () => {
		try {
			return parse(JSON.parse(await readFile(file, 'utf8')));
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

function choiceInRows(inFolder: BackboneChoice, withRows: WithRows): BackboneChoice {
	const change = async (change: (now: InUse) => InUse) => {
		const before = await inFolder.read();
		return withRows((rows) => changeValue(rows, KEY, (stored) => change(stored ? parse(stored) : before)));
	};
	return {
		isShared: true,
		async read() {
			const stored = await withRows((rows) => rows.get(KEY));
			if (stored) return parse(stored);
			const before = await inFolder.read();
			return before === NOTHING_CHOSEN ? before : change((now) => now);
		},
		change,
	};
}

function parse(stored: unknown): InUse {
	return inUseSchema.safeParse(stored).data ?? NOTHING_CHOSEN;
}

import type { Keyv } from 'keyv';
import type { Logger } from '../../log.ts';
import { changeValue } from '../../store/change-value.ts';
import type { Database } from '../../store/database.ts';
import { openRows, type RowsPlace } from '../../store/open-rows.ts';
import { openStore } from '../../store/store.ts';
import { type BackboneChoice, type InUse, NOTHING_CHOSEN, parseInUse } from './in-use.ts';

const NAMESPACE = 'backbone';
const KEY = 'in-use';

type WithRows = <Result>(work: (rows: Keyv<InUse>) => Promise<Result>) => Promise<Result>;

/** The choice of whoever has the same rows; at first, that of the machine they come from. */
export function choiceInDatabase(
	database: Database,
	inFolder: BackboneChoice,
	logger: Pick<Logger, 'error'>,
): BackboneChoice {
	const rows = keyvOf(database, logger);
	return sharedChoice(inFolder, (work) => work(rows));
}

/** The same of rows that are not open yet: they are for as long as something is read or changed. */
export function choiceInRows(
	place: RowsPlace,
	inFolder: BackboneChoice,
	logger: Pick<Logger, 'error' | 'warn'>,
): BackboneChoice {
	return sharedChoice(inFolder, async (work) => {
		const opened = await openRows(place, logger);
		return work(keyvOf(opened, logger)).finally(() => opened.close());
	});
}

function keyvOf(database: Database, logger: Pick<Logger, 'error'>): Keyv<InUse> {
	return openStore(database, logger).keyv(NAMESPACE);
}

function sharedChoice(inFolder: BackboneChoice, withRows: WithRows): BackboneChoice {
	const change = async (change: (now: InUse) => InUse) => {
		const before = await inFolder.read();
		return withRows((rows) =>
			changeValue(rows, KEY, (stored) => change(stored ? parseInUse(stored) : before)),
		);
	};
	return {
		isShared: true,
		async read() {
			const stored = await withRows((rows) => rows.get(KEY));
			if (stored) return parseInUse(stored);
			const before = await inFolder.read();
			return before === NOTHING_CHOSEN ? before : change((now) => now);
		},
		change,
	};
}

import type { Settings } from '../config.ts';
import { UserError } from '../errors.ts';
import { identitiesOfFiles } from '../storage/identity.ts';
import type { Database } from '../store/database.ts';
import { identityOfRows, placeOfFile } from '../store/identity.ts';
import { sqliteFile } from '../store/open-rows.ts';
import type { RedisServer } from '../store/redis.ts';
import { openStore } from '../store/store.ts';
import { claimInstallation, type Installation, isClaimed } from '../workers/installation.ts';
import { lookForProcesses } from '../workers/processes.ts';
import { claimRows } from '../workers/queue-of-rows.ts';
import type { SharedWorkParts } from './shared-work.ts';
import { foldersOf, sharedPlaceOf } from './storage.ts';

/**
 * Makes sure that whoever has the same rows shares its work with this process, until it closes.
 * @throws {UserError} `queue-differs`
 */
export async function requireOneQueue(
	{ HANTEI_DATABASE_URL: url }: Settings,
	parts: SharedWorkParts & { readonly database: Database; readonly redis: RedisServer | undefined },
): Promise<void> {
	const { database, redis, logger, closing } = parts;
	// A file is one bot's anyway: it locks the folder.
	if (url === undefined) return;
	const onOthers = ({ code, details }: UserError) =>
		logger.error({ code, ...details }, 'another process works on the same rows through another queue');
	const leave = await claimRows({ keyv: openStore(database, logger).keyv('queue'), redis, onOthers });
	closing.add('engines', 'queue of rows', leave);
}

/**
 * Makes sure that all processes with the same Redis server have the same rows, photos, models and setting of the backbone,
 * before this one hands in any work or takes any.
 * @throws {UserError} `installation-differs`, `installation-mixed`
 */
export async function requireSameInstallation(
	settings: Settings,
	redis: RedisServer,
	{ database, mayMove }: { readonly database: Database; readonly mayMove: boolean },
): Promise<Installation> {
	const { mine, mixed } = await readInstallation(settings, database);
	// What others have says more than that these are not one another's.
	if (mixed && !(await isClaimed(redis))) throw mixed;
	const others = await lookForProcesses(redis);
	const names = settingsOf(settings);
	await claimInstallation(redis, { mine, others, mayMove: mayMove && !mixed, settings: names });
	return mine;
}

async function readInstallation(
	settings: Settings,
	{ rows }: Database,
): Promise<{ readonly mine: Installation; readonly mixed?: UserError }> {
	const { HANTEI_DATA, HANTEI_DATABASE_URL } = settings;
	const identity = await identityOfRows(rows);
	const { installation: id, place } = identity;
	const { photos, models } = await identitiesOfFiles(foldersOf(settings), sharedPlaceOf(settings), id);
	const mine = {
		id,
		rows: HANTEI_DATABASE_URL === undefined ? placeOfFile(identity, sqliteFile(HANTEI_DATA)) : place,
		photos: photos.place,
		models: models.place,
		backbone: settings.HANTEI_BACKBONE ?? '',
	};
	const names = settingsOf(settings);
	const others =
		photos.installation === id ? (models.installation === id ? undefined : names.models) : names.photos;
	if (!others) return { mine };
	const [rowsBy, filesBy] = [names.rows, others].map((settings) => settings[settings.length - 1]);
	return { mine, mixed: new UserError('installation-mixed', { rows: rowsBy, files: filesBy }) };
}

/** What a process lacks that has others: the address that it is to share, or else the folder. */
function settingsOf({ HANTEI_DATABASE_URL, HANTEI_STORAGE_URL }: Settings) {
	const orFolder = (address: keyof Settings, isSet: boolean, folder: keyof Settings) =>
		isSet ? [address] : [address, folder];
	return {
		rows: orFolder('HANTEI_DATABASE_URL', HANTEI_DATABASE_URL !== undefined, 'HANTEI_DATA'),
		photos: orFolder('HANTEI_STORAGE_URL', HANTEI_STORAGE_URL !== undefined, 'HANTEI_DATA'),
		models: orFolder('HANTEI_STORAGE_URL', HANTEI_STORAGE_URL !== undefined, 'HANTEI_MODELS'),
		backbone: ['HANTEI_BACKBONE'],
	};
}

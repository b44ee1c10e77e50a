import { join } from 'node:path';
import type { Settings } from '../config.ts';
import { Catalogue } from '../dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../dataset/photo-store.ts';
import { openDataFolder } from '../store/data-folder.ts';
import { type Database, openDatabase } from '../store/database.ts';

/** The file with all that is not a picture or a model. */
function databaseFile({ HANTEI_DATA }: Settings): string {
	return join(HANTEI_DATA, 'hantei.sqlite');
}

export interface OpenCatalogue {
	readonly database: Database;
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	close(): Promise<void>;
}

/** Labels and photos of all classifiers, in a folder that is made when missing. */
export async function openCatalogue(settings: Settings): Promise<OpenCatalogue> {
	openDataFolder(settings.HANTEI_DATA);
	const database = openDatabase(databaseFile(settings));
	const catalogue = await Catalogue.open(database);
	await catalogue.recover();
	return {
		database,
		catalogue,
		photoStore: new PhotoStore(join(settings.HANTEI_DATA, 'photos')),
		close: () => database.close(),
	};
}

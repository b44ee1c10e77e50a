import type { Settings } from '../config.ts';
import { Catalogue } from '../dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../dataset/photo-store.ts';
import { openDataFolder } from '../store/data-folder.ts';
import type { Database } from '../store/database.ts';
import { openRows } from '../store/open-rows.ts';
import { storageOf } from './storage.ts';

export interface OpenCatalogue {
	readonly database: Database;
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	close(): Promise<void>;
}

/** Labels and photos of all classifiers, in a folder that is made when missing. */
export async function openCatalogue(settings: Settings): Promise<OpenCatalogue> {
	openDataFolder(settings.HANTEI_DATA);
	const database = await openRows({ dataFolder: settings.HANTEI_DATA, url: settings.HANTEI_DATABASE_URL });
	const catalogue = await Catalogue.open(database);
	await catalogue.recover();
	return {
		database,
		catalogue,
		photoStore: new PhotoStore(storageOf(settings).photos),
		close: () => database.close(),
	};
}

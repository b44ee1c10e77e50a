import { readSettings } from '../config.ts';
import { UserError } from '../errors.ts';
import { foldersOf } from '../host/storage.ts';
import { copyStorage } from '../storage/copy.ts';
import { writeMark } from '../storage/mark.ts';
import { checkStore, folderStorage, storageAt } from '../storage/storage.ts';
import { lockDataFolder, openDataFolder } from '../store/data-folder.ts';
import type { CliContext } from './context.ts';
import { LiveLine } from './live-line.ts';
import { print, printError } from './print.ts';

export interface StorageCopyOptions {
	readonly to?: string;
	readonly from?: string;
}

/**
 * `hantei storage copy`: takes an installation's files from its folders to an S3 store, or back. Returns the exit code: 1
 * when photos were damaged.
 */
export async function copyFiles(
	{ to, from }: StorageCopyOptions,
	{ settings, text, signal }: CliContext,
): Promise<number> {
	const texts = text.storage.copy;
	const url = to ?? from;
	if (url === undefined || (to !== undefined && from !== undefined)) {
		throw new UserError('bad-option', { option: '--to, --from', value: '', expected: texts.oneOfBoth });
	}
	// As the setting is looked at.
	readSettings({ HANTEI_STORAGE_URL: url });
	await checkStore(url);
	openDataFolder(settings.HANTEI_DATA);
	const release = await lockDataFolder(settings.HANTEI_DATA);
	const line = new LiveLine();
	try {
		const folders = folderStorage(foldersOf(settings));
		const store = storageAt(url);
		const [source, target] = to === undefined ? [store, folders] : [folders, store];
		const copied = await copyStorage(source, target, {
			signal,
			onProgress: (step, done) => line.show(texts.progress(step, done)),
		});
		line.end();
		for (const key of copied.damaged) printError(`${texts.damaged(key)}\n`);
		// They lie in the folders again, whatever the settings said before.
		if (to === undefined) await writeMark(settings.HANTEI_DATA, undefined);
		print(`${texts.done(copied)}\n${to === undefined ? texts.unset : texts.set(url)}\n`);
		return copied.damaged.length > 0 ? 1 : 0;
	} finally {
		line.end();
		await release();
	}
}

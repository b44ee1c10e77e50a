import type { Playground } from 'discord-playground';
import type { PhotoSource } from 'photo-services';
import { UserError } from '../errors.ts';

/**
 * What stands in for Discord where there is no token, with its chat page.
 * @param stateFolder keeps servers and ids, which the catalogue and the settings go by, from start to start
 * @throws {UserError} `port-taken`, `file-unreadable`
 */
export async function openPlayground(port: number, stateFolder: string): Promise<Playground> {
	// Where there is a token, neither stand-in is so much as loaded.
	const { Refusal, servePage, startPlayground } = await import('discord-playground');
	try {
		const playground = await startPlayground({ port, stateFolder, botName: 'hantei' });
		servePage(playground);
		return playground;
	} catch (error) {
		if (error instanceof Refusal) {
			throw new UserError('file-unreadable', { path: stateFolder, reason: error.message }, { cause: error });
		}
		if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
		throw new UserError('port-taken', { port, setting: 'PLAYGROUND_PORT' }, { cause: error });
	}
}

export type LocalPhotoSource = PhotoSource;

/**
 * What stands in for photo services where they are not to be asked. Its port is the same at every start where that is
 * free, because the catalogue remembers addresses of photos that were found and not yet fetched; a second Hantei on the
 * machine takes any other.
 * @param folder photos to offer, one folder for each label; drawn ones, when absent
 * @throws {UserError} `file-unreadable`
 */
export async function openPhotoSource(port: number, folder: string | undefined): Promise<LocalPhotoSource> {
	const { startPhotoSource } = await import('photo-services');
	try {
		return await startPhotoSource({ port, folder });
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === 'EADDRINUSE') return openPhotoSource(0, folder);
		if (folder) throw new UserError('file-unreadable', { path: folder, reason: message }, { cause: error });
		throw error;
	}
}

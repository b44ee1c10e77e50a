import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';
import type { World } from '../world/world.ts';
import { type SavedWorld, savedWorld, saveWorld } from './saved-world.ts';

/** Long enough that a change of many parts is written once. */
const WRITE_AFTER_MS = 200;

const CHANGES = [
	...(['guildCreate', 'guildUpdate', 'guildDelete', 'role', 'member', 'stickers', 'user'] as const),
	...(['channelCreate', 'channelUpdate', 'channelDelete', 'threadMembers'] as const),
] as const;

function fileIn(folder: string): string {
	return join(folder, 'world.json');
}

/**
 * What was kept in a folder; nothing in a new one.
 * @throws {Refusal} when what is there is something else
 */
export async function readState(folder: string): Promise<SavedWorld | undefined> {
	const file = fileIn(folder);
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
	try {
		return savedWorld.parse(JSON.parse(text));
	} catch (error) {
		throw new Refusal(`${file} is not the state of a playground; delete it to start afresh`, {
			cause: error,
		});
	}
}

/** Keeps a world in a folder as it changes. Returns what writes the last of it. */
export async function keepState(world: World, folder: string): Promise<() => Promise<void>> {
	await mkdir(folder, { recursive: true });
	let timer: NodeJS.Timeout | undefined;
	let writing = Promise.resolve();
	const write = () => {
		timer = undefined;
		const text = JSON.stringify(saveWorld(world), null, '\t');
		writing = writing.catch(() => {}).then(() => replace(fileIn(folder), text));
		return writing;
	};
	for (const change of CHANGES) {
		world.events.on(change, () => {
			// A folder that cannot be written to is said when the playground closes.
			timer ??= setTimeout(() => void write().catch(() => {}), WRITE_AFTER_MS).unref();
		});
	}
	await write();
	return async () => {
		clearTimeout(timer);
		await write();
	};
}

/** A reader finds the old file or the new one, never half of one. */
async function replace(file: string, text: string): Promise<void> {
	const temporary = `${file}.new`;
	await writeFile(temporary, text);
	await rename(temporary, file);
}

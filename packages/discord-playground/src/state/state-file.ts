import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';
import type { World } from '../world/world.ts';
import { filesOf, type SavedWorld, savedWorld, saveWorld } from './saved-world.ts';

/** Long enough that a change of many parts is written once. */
const WRITE_AFTER_MS = 200;

const CHANGES = [
	...(['messageCreate', 'messageUpdate', 'messageDelete'] as const),
	...(['reaction', 'reactionsCleared', 'commands'] as const),
	...(['guildCreate', 'guildUpdate', 'guildDelete', 'role', 'member', 'stickers', 'user'] as const),
	...(['channelCreate', 'channelUpdate', 'channelDelete', 'threadMembers'] as const),
] as const;

const fileIn = (folder: string) => join(folder, 'world.json');
/** The files of messages, by id. */
const filesIn = (folder: string) => join(folder, 'files');

interface KeptState {
	readonly saved: SavedWorld;
	/** Of messages, by id. */
	readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * What was kept in a folder; nothing in a new one.
 * @throws {Refusal} when what is there is something else
 */
export async function readState(folder: string): Promise<KeptState | undefined> {
	const file = fileIn(folder);
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
	try {
		const saved = savedWorld.parse(JSON.parse(text));
		const files = new Map<string, Uint8Array>();
		for (const id of filesOf(saved.messages)) {
			// Without its bytes a message is shown all the same.
			files.set(id, await readFile(join(filesIn(folder), id)).catch(() => new Uint8Array()));
		}
		return { saved, files };
	} catch (error) {
		throw new Refusal(`${file} is not the state of a playground; delete it to start afresh`, {
			cause: error,
		});
	}
}

/** Keeps a world in a folder as it changes. Returns what writes the last of it. */
export async function keepState(world: World, folder: string): Promise<() => Promise<void>> {
	await mkdir(filesIn(folder), { recursive: true });
	let timer: NodeJS.Timeout | undefined;
	let writing = Promise.resolve();
	const write = () => {
		timer = undefined;
		const { text, fileIds } = saveWorld(world);
		writing = writing
			.catch(() => {})
			.then(() => keepFiles(world, filesIn(folder), fileIds))
			.then(() => replace(fileIn(folder), text));
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

/** Writes the files that are new, and removes those of messages that are no longer kept. */
async function keepFiles(world: World, folder: string, ids: readonly string[]): Promise<void> {
	const present = new Set(await readdir(folder));
	for (const id of ids) {
		const bytes = world.files.get(id);
		if (bytes && !present.delete(id)) await writeFile(join(folder, id), bytes);
	}
	for (const id of present) await rm(join(folder, id));
}

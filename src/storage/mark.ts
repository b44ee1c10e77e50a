import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../atomic-write.ts';
import { UserError } from '../errors.ts';
import { SETTING } from './s3/client.ts';

/** Says where the files of an installation lie, when not in its folders: to start without them would be to lose them. */
const FILE = 'storage.json';

const markSchema = z.object({ url: z.string() });

/** @throws {UserError} `storage-elsewhere` unless the files lie where the settings say */
export function requireMark(dataFolder: string, url: string | undefined): void {
	const marked = readMark(dataFolder);
	if (marked !== undefined && marked !== url)
		throw new UserError('storage-elsewhere', { setting: SETTING, url: marked });
}

export async function writeMark(dataFolder: string, url: string | undefined): Promise<void> {
	const file = join(dataFolder, FILE);
	if (url === undefined) await rm(file, { force: true });
	else if (readMark(dataFolder) !== url) await writeFileAtomically(file, `${JSON.stringify({ url })}\n`);
}

function readMark(dataFolder: string): string | undefined {
	try {
		return markSchema.parse(JSON.parse(readFileSync(join(dataFolder, FILE), 'utf8'))).url;
	} catch {
		return undefined;
	}
}

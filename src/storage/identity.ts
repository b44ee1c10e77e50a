import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../atomic-write.ts';
import { UserError } from '../errors.ts';
import { type Identity, identitySchema, newIdentity, placeOfFile } from '../store/identity.ts';
import { isMissing } from './faults.ts';
import { withFolderLock } from './folder-lock.ts';
import { IDENTITY_KEY, S3Bucket } from './s3/bucket.ts';
import { parseS3Address } from './s3/client.ts';
import type { Folders, SharedPlace } from './storage.ts';

/** Whose the photos are, and whose the models. */
export interface FileIdentities {
	readonly photos: Identity;
	readonly models: Identity;
}

/**
 * Whose files these are, which whoever asks first decides.
 * @param installation that those are a part of which nobody has asked for
 * @throws {UserError} `file-unreadable`, `storage-unreachable`
 */
export async function identitiesOfFiles(
	{ dataFolder, modelsFolder }: Folders,
	shared: SharedPlace | undefined,
	installation: string,
): Promise<FileIdentities> {
	if (!shared)
		return {
			photos: await identityOfFolder(dataFolder, installation),
			models: await identityOfFolder(modelsFolder, installation),
		};
	const identity = await identityOfBucket(new S3Bucket(parseS3Address(shared.url)), installation);
	return { photos: identity, models: identity };
}

async function identityOfFolder(folder: string, installation: string): Promise<Identity> {
	await mkdir(folder, { recursive: true });
	const path = join(folder, IDENTITY_KEY);
	const identity =
		(await read(path)) ??
		(await withFolderLock(folder, async () => {
			const theirs = await read(path);
			if (theirs) return theirs;
			const fresh = newIdentity(installation);
			await writeFileAtomically(path, format(fresh));
			return fresh;
		}));
	return { ...identity, place: placeOfFile(identity, path) };
}

async function read(path: string): Promise<Identity | undefined> {
	try {
		return identitySchema.parse(JSON.parse(await readFile(path, 'utf8')));
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw new UserError('file-unreadable', { path, reason: String(error) }, { cause: error });
	}
}

/** The same of a part of a bucket. */
export async function identityOfBucket(bucket: S3Bucket, installation: string): Promise<Identity> {
	const known = async () => {
		const found = await bucket.get(IDENTITY_KEY);
		return found && identitySchema.parse(JSON.parse(new TextDecoder().decode(found.bytes)));
	};
	const identity = await known();
	if (identity) return identity;
	await bucket.put(IDENTITY_KEY, format(newIdentity(installation)), { IfNoneMatch: '*' });
	const written = await known();
	if (!written) throw new Error(`${IDENTITY_KEY} is gone again`);
	return written;
}

function format(identity: Identity): string {
	return `${JSON.stringify(identity)}\n`;
}

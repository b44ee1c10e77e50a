import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { Registry } from '../../src/registry/registry.ts';
import { openDatabase } from '../../src/store/database.ts';
import { choiceInFolder } from '../../src/train/backbone/choice.ts';
import { drawPicture, type Kind } from '../support/pictures.ts';
import { installSmallBackbone } from '../support/small-backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { BIN, Host } from './hantei.ts';

const temporaryFolder = temporaryFolders();
const PHOTOS = 25;

let host: Host;
let data: string;
let registry: Registry;
/** A host with photos, three small backbones, and a model that was made on the first of them: each test begins with a copy. */
let template: string;

beforeAll(async () => {
	template = await temporaryFolder();
	await open(template);
	// Of its own, whatever backbones the other tests share.
	await rm(join(data, 'backbones'), { recursive: true, force: true });
	await installSmallBackbone(data, 'old', { seed: 1 });
	await installSmallBackbone(data, 'new', { seed: 1, isReversed: true });
	await installSmallBackbone(data, 'blind', { seed: 3, isBlind: true });
	await addPhotos({ fence: 'fence', house: 'house', balloons: 'balloons' });
	expect((await host.command(['backbone', 'use', 'old'])).exitCode).toBe(0);
	expect(await registry.aliases('default')).toMatchObject({ champion: 'v1' });
});

beforeEach(async () => {
	await open(await temporaryFolder());
	await rm(data, { recursive: true });
	await cp(template, host.folder, { recursive: true });
});

async function open(folder: string): Promise<void> {
	host = await Host.open(folder);
	data = join(folder, 'data');
	registry = new Registry({ folder: host.models, shipped: join(folder, 'none') });
}

async function addPhotos(labels: Readonly<Record<string, Kind>>): Promise<void> {
	await mkdir(data, { recursive: true });
	const database = openDatabase(join(data, 'hantei.sqlite'));
	const dataset = (await Catalogue.open(database)).dataset('default');
	const photoStore = new PhotoStore(join(data, 'photos'));
	for (const [name, kind] of Object.entries(labels)) {
		const label = await dataset.labels.add({ name }, 'cli');
		const run = await dataset.runs.start('cli');
		for (let seed = 1; seed <= PHOTOS; seed++) {
			const bytes = await drawPicture(kind, seed);
			const sha256 = createHash('sha256').update(bytes).digest('hex');
			await photoStore.put(sha256, bytes);
			const sourceId = `${name}-${seed}`;
			const url = `https://photos.test/${sourceId}`;
			await dataset.photos.add(
				run.id,
				label.id,
				{ source: 'commons', sourceId, url, pageUrl: url, author: `A ${seed}`, licence: 'by' },
				{
					sha256,
					perceptualHash: BigInt(`0x${sha256.slice(0, 16)}`),
					width: 160,
					height: 160,
					bytes: bytes.length,
					originalWidth: 160,
					originalHeight: 160,
				},
			);
		}
		await dataset.runs.finish(run.id, 'finished');
	}
	database.close();
}

/** Starts a command, and kills it as soon as it says something. */
async function killAt(words: string, ...args: string[]): Promise<void> {
	const child: ChildProcess = spawn(process.execPath, [BIN, ...args], {
		cwd: host.folder,
		env: host.environment(),
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	let said = '';
	child.stderr?.on('data', (chunk: Buffer) => {
		said += chunk;
		if (said.includes(words)) child.kill('SIGKILL');
	});
	const [, signal] = await once(child, 'exit');
	expect(signal, said).toBe('SIGKILL');
}

const embeddings = async (id: string) =>
	(await readdir(join(data, 'embeddings'), { recursive: true })).filter(
		(name) => name.startsWith(`${id}-`) && name.endsWith('.f32'),
	);

describe('hantei backbone use', () => {
	it('moves to another backbone, after a fair comparison, and back at once', async () => {
		const moved = await host.hantei(['backbone', 'use', 'new']);
		expect(moved.lines).toEqual([
			'default: default/v2 serves now instead of default/v1',
			'New models are made on new from now on.',
		]);
		expect((await registry.readManifest({ classifier: 'default', version: 'v2' })).backbone.id).toBe('new');
		expect(await embeddings('new')).toHaveLength(2 * 3 * PHOTOS);

		// Trainings that nobody asked to move are made on the backbone in use, too.
		const again = await host.command(['retrain', '--json']);
		expect(JSON.parse(again.stdout)).toMatchObject({ kind: 'unchanged', champion: 'default/v2' });

		const back = await host.command(['backbone', 'use', 'old']);
		expect(back.lines[0]).toBe('default: default/v1 serves again: nothing has changed since it did');
		expect(await registry.aliases('default')).toMatchObject({ champion: 'v1' });
		expect(await registry.versions('default')).toEqual(['v2', 'v1']);
	});

	it('keeps what serves on its own backbone where the new one is no match', async () => {
		const { lines, exitCode } = await host.command(['backbone', 'use', 'blind']);
		expect(exitCode).toBe(0);
		expect(lines[0]).toMatch(
			/^default: default\/v1 goes on serving on its own backbone \(kept default\/v1: default\/v2 /,
		);
		expect(await registry.aliases('default')).toMatchObject({ champion: 'v1', challenger: 'v2' });
		const photo = join(host.folder, 'house.png');
		await writeFile(photo, await drawPicture('house', 99));
		expect((await host.command(['predict', '--json', photo])).stdout).toContain('"model":"default/v1"');
	});

	it('refuses what is not installed, and what the environment forbids', async () => {
		const unknown = await host.command(['backbone', 'use', '../../etc']);
		expect(unknown.exitCode).toBe(2);
		expect(unknown.stderr).toContain('The backbone ../../etc is not installed.');
		const set = await host.command(['backbone', 'use', 'new'], {
			environment: { HANTEI_BACKBONE: 'bundled' },
		});
		expect(set.exitCode).toBe(2);
		expect(set.stderr).toContain('HANTEI_BACKBONE is set to bundled');
		expect((await choiceInFolder(data).read()).inUse).toBe('old');
	});

	it('can be cancelled, which leaves everything as it was', async () => {
		const { exitCode, stdout } = await host.hantei(['backbone', 'use', 'new'], {
			interruptAfter: 'looking at',
		});
		expect(exitCode).toBe(130);
		expect(stdout).toContain('Cancelled: new models are made on old, as before.');
		expect(await choiceInFolder(data).read()).toMatchObject({
			inUse: 'old',
			move: { state: 'cancelled', ends: {} },
		});
		expect(await registry.versions('default')).toEqual(['v1']);
	});

	it.each(['getting ready', 'looking at photos', 'fitting'])(
		'that is killed while %s is gone on with, and nothing is embedded twice',
		async (step) => {
			await killAt(step, 'backbone', 'use', 'new');
			expect(await choiceInFolder(data).read()).toMatchObject({
				inUse: 'new',
				move: { state: 'under-way', ends: {} },
			});
			expect(await registry.aliases('default')).toMatchObject({ champion: 'v1' });
			const { lines, exitCode } = await host.command(['backbone', 'use', 'new']);
			expect(exitCode).toBe(0);
			expect(lines[0]).toBe('default: default/v2 serves now instead of default/v1');
			expect(await registry.versions('default')).toEqual(['v2', 'v1']);
			expect(await embeddings('new')).toHaveLength(2 * 3 * PHOTOS);
		},
	);
});

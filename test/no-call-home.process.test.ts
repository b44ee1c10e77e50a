import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Catalogue } from '../src/dataset/catalogue/catalogue.ts';
import { packageRoot } from '../src/package-root.ts';
import { openDatabase } from '../src/store/database.ts';
import { drawPhotoFolder, drawPicture } from './support/pictures.ts';
import { temporaryFolders } from './support/temporary-folder.ts';
import { canTakeNetworkAway, withoutNetwork } from './support/without-network.ts';

const temporaryFolder = temporaryFolders();

let folder: string;
beforeEach(async () => {
	folder = await temporaryFolder();
	for (const name of ['home', 'tmp', 'data']) await mkdir(join(folder, name));
});

interface Run {
	readonly said: string;
	readonly code: number | null;
	/** Undefined where the system does not let us count them. */
	readonly attempts: number | undefined;
}

/** Runs a program where nobody has been before, without a network where that is possible, until it says something or ends. */
async function run(program: readonly string[], { until, environment }: RunOptions = {}): Promise<Run> {
	const alone = canTakeNetworkAway ? await withoutNetwork(folder, process.execPath, program) : undefined;
	const child = spawn(alone?.command ?? process.execPath, alone?.args ?? program, {
		cwd: folder,
		env: {
			PATH: process.env['PATH'],
			LANG: 'C',
			HOME: join(folder, 'home'),
			TMPDIR: join(folder, 'tmp'),
			HANTEI_DATA: join(folder, 'data'),
			HANTEI_MODELS: join(folder, 'models'),
			HANTEI_WORKERS: '1',
			WEB_PORT: '0',
			PLAYGROUND_PORT: '0',
			PHOTO_SOURCE_PORT: '0',
			...environment,
			...alone?.environment,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	let said = '';
	let stopped = false;
	const listen = (chunk: Buffer) => {
		said += chunk;
		if (!until || stopped || !said.includes(until) || child.pid === undefined) return;
		stopped = true;
		process.kill(-child.pid, 'SIGTERM');
	};
	child.stdout.on('data', listen);
	child.stderr.on('data', listen);
	const [code] = await once(child, 'close');
	return { said, code, attempts: await alone?.attempts() };
}

interface RunOptions {
	readonly until?: string;
	readonly environment?: Readonly<Record<string, string>>;
}

const bin = (name: string) => join(packageRoot(), 'bin', name);

/** What Microsoft's telemetry leaves: a queue under ~/.cache/Microsoft, its own log among temporary files. */
async function traces(): Promise<string[]> {
	const names = await Promise.all(
		['home', 'tmp'].map((name) => readdir(join(folder, name), { recursive: true })),
	);
	return names.flat().filter((name) => /microsoft|mat-debug/i.test(name));
}

async function expectNothingLeft({ attempts }: Run): Promise<void> {
	expect(await traces()).toEqual([]);
	expect(attempts).toBe(canTakeNetworkAway ? 0 : undefined);
}

describe('nothing leaves the machine, and ONNX Runtime leaves no trace of telemetry,', () => {
	it('of a prediction, with 500 files named on the command line, all of which are answered', async () => {
		await mkdir(join(folder, 'photos'));
		const photo = join(folder, 'photo.jpg');
		await writeFile(photo, await drawPicture('house', 1));
		const names = Array.from({ length: 500 }, (_, n) =>
			join(folder, 'photos', `a-photo-with-a-long-name-${n}.jpg`),
		);
		// The others are answered, too: that they are not there.
		const photos = names.slice(0, 50);
		for (const name of photos) await cp(photo, name);
		const ran = await run([bin('hantei.js'), 'predict', '--json', ...names]);
		expect(ran.code).toBe(1);
		const answers = ran.said.split('\n').filter((line) => line.startsWith('{'));
		expect(answers).toHaveLength(500);
		expect(answers.filter((line) => line.includes('"confidence"'))).toHaveLength(photos.length);
		await expectNothingLeft(ran);
	});

	it('of a training on the command line', async () => {
		await drawPhotoFolder(join(folder, 'photos'), { house: 'house', fence: 'fence' }, 8);
		const ran = await run([bin('hantei.js'), 'train', '--from', join(folder, 'photos')]);
		expect(ran.said).toContain('v1');
		expect(ran.code).toBe(0);
		await expectNothingLeft(ran);
	});

	it('of a training as the bot does it, in a process of its own', async () => {
		await drawPhotoFolder(join(folder, 'photos'), { house: 'house', fence: 'fence' }, 8);
		const database = openDatabase(join(folder, 'data', 'hantei.sqlite'));
		const { labels } = (await Catalogue.open(database)).dataset('default');
		for (const name of ['house', 'fence']) await labels.add({ name }, 'cli');
		database.close();
		const environment = { CRAWLER_SOURCES: 'folder', CRAWLER_FOLDER: join(folder, 'photos') };
		const ran = await run([bin('hantei.js'), 'retrain', '--crawl'], { environment });
		expect(ran.said).toContain('default/v1 serves now');
		expect(ran.code).toBe(0);
		await expectNothingLeft(ran);
	});

	it('of the bot', async () => {
		const ran = await run([bin('start.js')], { until: 'logged in to Discord' });
		expect(ran.said).toContain('logged in to Discord');
		await expectNothingLeft(ran);
	});
});

describe.skipIf(!canTakeNetworkAway)('where a network can be taken away (unshare, ip), it shows', () => {
	it.each([
		['a look-up', "dns.lookup('example.com', () => {})"],
		['a connection', "net.connect(443, '192.0.2.1').on('error', () => {})"],
		['a connection by IPv6', "net.connect(443, '2001:db8::1').on('error', () => {})"],
	])('that %s was attempted', async (_, attempt) => {
		const { attempts } = await run(['-e', attempt]);
		expect(attempts).toBeGreaterThan(0);
	});

	it('and what stays on the machine is no attempt', async () => {
		const listen = "net.createServer(() => process.exit()).listen(0, '127.0.0.1', function () {";
		const { attempts, code } = await run(['-e', `${listen} net.connect(this.address().port) })`]);
		expect([attempts, code]).toEqual([0, 0]);
	});
});

import type { FileHandle } from 'node:fs/promises';
import { cp } from 'node:fs/promises';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Registry } from '../../src/registry/registry.ts';
import { formatVersionName } from '../../src/registry/version-name.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { newVersion } from '../support/versions.ts';

/** A disk that stops answering after so many operations, as it does to a process that was killed. */
const disk = vi.hoisted(() => ({
	operationsLeft: Number.POSITIVE_INFINITY,
	log: [] as string[],
	died: () => {},
	openFiles: [] as (() => Promise<void>)[],
}));

vi.mock('node:fs/promises', async (importOriginal) => {
	const real = await importOriginal<typeof import('node:fs/promises')>();

	/** The operation, while the process lives; `dying` is what is left of it when it is killed in the middle. */
	const step =
		<Parameters extends unknown[], Result>(
			name: string,
			operation: (...parameters: Parameters) => Promise<Result>,
			dying: (...parameters: Parameters) => Promise<unknown> = async () => {},
		) =>
		async (...parameters: Parameters): Promise<Result> => {
			disk.log.push(name);
			if (disk.operationsLeft-- > 0) return operation(...parameters);
			if (disk.operationsLeft === -1) await dying(...parameters);
			disk.died();
			return new Promise(() => {});
		};

	const watch = (file: FileHandle): FileHandle => {
		const write = file.writeFile.bind(file);
		const close = file.close.bind(file);
		disk.openFiles.push(close);
		file.writeFile = step('write', write, (content) => write(half(content as string | Uint8Array)));
		file.sync = step('sync', file.sync.bind(file));
		file.close = step('close', close);
		return file;
	};
	const half = (content: string | Uint8Array) => content.slice(0, content.length / 2);

	return {
		...real,
		mkdir: step('mkdir', real.mkdir),
		rename: step('rename', real.rename),
		rm: step('rm', real.rm),
		open: step('open', async (...parameters: Parameters<typeof real.open>) =>
			watch(await real.open(...parameters)),
		),
	};
});

const temporaryFolder = temporaryFolders();
const NAME = { classifier: 'default', version: 'v1' };

/** Runs until it is done, or until the disk stops answering. Returns whether it was done. */
async function run(work: () => Promise<unknown>, operations = Number.POSITIVE_INFINITY): Promise<boolean> {
	const died = new Promise<false>((resolve) => {
		disk.died = () => resolve(false);
	});
	disk.operationsLeft = operations;
	disk.log = [];
	const done = await Promise.race([work().then(() => true as const), died]);
	disk.operationsLeft = Number.POSITIVE_INFINITY;
	return done;
}

async function writeAndPromote(registry: Registry): Promise<void> {
	await registry.promote(await registry.write('default', newVersion(2)));
}

let before: string;
/** The operations of a run that nobody kills. */
let operations: readonly string[];
beforeAll(async () => {
	before = await temporaryFolder();
	const registry = new Registry({ folder: before, shipped: before });
	await registry.promote(await registry.write('default', newVersion(1)));

	const folder = await temporaryFolder();
	await cp(before, folder, { recursive: true });
	await run(() => writeAndPromote(new Registry({ folder, shipped: folder })));
	operations = disk.log;
});

describe('a process killed at any moment of writing and promoting a version', () => {
	it('leaves the old or the new one, whole, and a registry that goes on', async () => {
		onTestFinished(async () => {
			await Promise.allSettled(disk.openFiles.map((close) => close()));
		});
		const champions = new Set<string>();
		for (let killedAt = 0; killedAt < operations.length; killedAt++) {
			const folder = await temporaryFolder();
			await cp(before, folder, { recursive: true });
			const open = () => new Registry({ folder, shipped: folder });
			expect(await run(() => writeAndPromote(open()), killedAt)).toBe(false);

			const registry = open();
			const versions = await registry.versions('default');
			for (const version of versions) {
				const { manifest } = await registry.read({ ...NAME, version });
				expect(manifest.training.seed, `killed at ${killedAt}`).toBe(version === 'v1' ? 1 : 2);
			}
			const [champion] = await registry.candidates('default');
			champions.add(formatVersionName(champion));

			const next = await registry.write('default', newVersion(3));
			await registry.promote(next);
			expect(next.version).toBe(versions.length === 1 ? 'v2' : 'v3');
			expect((await registry.candidates('default'))[0]).toEqual(next);
		}
		expect([...champions].sort()).toEqual(['default/v1', 'default/v2']);
	});

	it('had every file on the disk before it took its name', () => {
		const file = ['open', 'write', 'sync', 'close'];
		const folder = ['open', 'sync', 'close'];
		const files = Array.from({ length: 7 }, () => file).flat();
		const version = ['mkdir', 'mkdir', ...files, ...folder, 'rename', ...folder];
		const aliases = ['mkdir', ...file, 'rename', ...folder];
		expect(operations).toEqual([...version, ...aliases, ...aliases]);
	});
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import PQueue from 'p-queue';
import { beforeAll, describe, expect, it } from 'vitest';
import { ModelManager } from '../../../src/registry/model-manager.ts';
import { Registry } from '../../../src/registry/registry.ts';
import { recordingLogger } from '../../support/backbone.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { newVersion } from '../../support/versions.ts';
import { FakeEngine } from '../fake-engine.ts';

const temporaryFolder = temporaryFolders();
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Four versions that all served, one after the other. */
let before: string;
beforeAll(async () => {
	before = await temporaryFolder();
	const registry = new Registry({ folder: before, shipped: before });
	for (const seed of [1, 2, 3, 4]) await registry.promote(await registry.write('default', newVersion(seed)));
});

async function run(folder: string, deed: string, environment: Record<string, string>) {
	const child = spawn(
		process.execPath,
		['--import', path('dying-disk.mjs'), path('registry-process.mjs'), folder, deed],
		{ env: environment, stdio: ['ignore', 'pipe', 'inherit'] },
	);
	const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
	return { operations: output.split('\n').slice(0, -1), end: signal ?? code };
}

async function copy(): Promise<string> {
	const folder = await temporaryFolder();
	await cp(before, folder, { recursive: true });
	return folder;
}

/** What the next start finds: the model that serves, and which versions are there, each of them whole. */
async function nextStart(folder: string) {
	const registry = new Registry({ folder, shipped: folder });
	const logger = recordingLogger();
	const servings = await ModelManager.start({ registry, engine: new FakeEngine(), logger });
	const { model } = await servings.of('default').predict(Uint8Array.of(1));
	expect(logger.lines).toEqual([]);
	const versions = await registry.versions('default');
	for (const version of versions) {
		const { manifest } = await registry.read({ classifier: 'default', version });
		expect(manifest.training.seed).toBe(version === 'v5' ? 9 : Number(version.slice(1)));
	}
	return { registry, model, versions };
}

describe.concurrent('a process that is killed', () => {
	it.each([
		['write', ['default/v4', 'default/v5']],
		['roll-back', ['default/v3', 'default/v4']],
		['prune', ['default/v4']],
	])(
		'at any operation of a %s leaves the old or the new model serving, whole, and a registry that goes on',
		async (deed, models) => {
			const { operations, end } = await run(await copy(), deed, { LOG_OPERATIONS: '1' });
			expect(end).toBe(0);
			expect(operations.length).toBeGreaterThan(8);
			const kills = operations.flatMap((operation, index): Record<string, string>[] => [
				{ DIE_AT: String(index + 1) },
				...(operation === 'write' ? [{ DIE_AT: String(index + 1), DIE_HALFWAY: '1' }] : []),
			]);
			const found = new Set<string>();
			const queue = new PQueue({ concurrency: 2 });
			const checks = kills.map((kill) => async () => {
				const folder = await copy();
				expect((await run(folder, deed, kill)).end).toBe('SIGKILL');
				const { registry, model, versions } = await nextStart(folder);
				expect(models, JSON.stringify(kill)).toContain(model);
				found.add(model);
				// The lock that the dead process held grows stale by and by.
				await utimes(join(folder, 'default', '.lock'), 0, 0).catch(() => {});
				await registry.promote(await registry.write('default', newVersion(6)));
				const [served] = await registry.candidates('default');
				expect(versions).not.toContain(served.version);
			});
			await queue.addAll(checks);
			expect([...found].sort()).toEqual(models);
		},
		300_000,
	);

	it('had every file on the disk before it took its name', async () => {
		const { operations } = await run(await copy(), 'write', { LOG_OPERATIONS: '1' });
		const written = operations.filter((operation) => !operation.startsWith('lock')).join(' ');
		const file = '(open write sync close )';
		const folder = 'open sync close';
		const version = `(mkdir )+${file}{8}${folder} rename ${folder}`;
		const aliases = `(mkdir )+${file}rename ${folder}`;
		expect(written).toMatch(new RegExp(`^${version} ${aliases} ${aliases}$`));
	});
});

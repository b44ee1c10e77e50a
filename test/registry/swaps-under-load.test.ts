import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/dataset/random.ts';
import { ModelManager } from '../../src/registry/model-manager.ts';
import { Registry } from '../../src/registry/registry.ts';
import { recordingLogger } from '../support/backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { newVersion } from '../support/versions.ts';
import { FakeEngine } from './fake-engine.ts';

const temporaryFolder = temporaryFolders();
const GUILD = '123456789012345678';

async function open() {
	const folder = await temporaryFolder();
	const registry = new Registry({ folder, shipped: join(folder, 'shipped') });
	const engine = new FakeEngine();
	const publish = async (seed: number, classifier = 'default') => {
		const name = await registry.write(classifier, newVersion(seed));
		await registry.promote(name);
		return `${classifier}/${name.version}`;
	};
	return { folder, registry, engine, publish, logger: recordingLogger() };
}

it('fifty swaps under two thousand predictions fail none of them, and leave nothing behind', async () => {
	const { registry, engine, publish, logger } = await open();
	// A photo takes a moment, as it does in the engine, so that swaps come between.
	engine.before = () => delay(1);
	await publish(1);
	const servings = await ModelManager.start({
		registry,
		engine,
		logger,
		health: { photos: 10, milliseconds: 0 },
	});
	const quiet = servings.counts();

	const served = ['default/v1'];
	const swapping = (async () => {
		for (let seed = 2; seed <= 51; seed++) {
			served.push(await publish(seed));
			await servings.refresh();
		}
	})();
	let swapsEnded = false;
	void swapping.then(() => {
		swapsEnded = true;
	});

	const models: string[] = [];
	const lane = async () => {
		for (;;) {
			const isLast = swapsEnded && models.length >= 2000;
			const came = servings.of('default').status().model;
			const { model, ranking } = await servings.of('default').predict(Uint8Array.of(1));
			expect(model).toBe(came);
			expect(ranking[0].label).toBe('crow');
			models.push(model);
			if (isLast) return;
		}
	};
	await Promise.all([swapping, ...Array.from({ length: 8 }, lane)]);
	expect(new Set(models)).toEqual(new Set(served));

	await servings.refresh();
	await servings.refresh();
	expect(servings.counts()).toEqual(quiet);
	expect(logger.lines.filter((line) => !line.startsWith('info'))).toEqual([]);
});

it.each([1, 2, 3, 4, 5, 6])(
	'whatever happens in whatever order, photos are judged (seed %i)',
	async (seed) => {
		const { folder, registry, engine, publish, logger } = await open();
		engine.before = () => nextTurn();
		const random = seededRandom(seed * 7919);
		const published = [await publish(1)];
		const budgetBytes = seed % 2 ? 1 : undefined;
		const servings = await ModelManager.start({
			registry,
			engine,
			logger,
			...(budgetBytes && { budgetBytes }),
			health: { photos: 5, milliseconds: 0 },
		});
		const classifiers = ['default', GUILD, '42'];
		const pending: Promise<unknown>[] = [];
		const damaged = new Set<string>();

		const deeds: (() => unknown)[] = [
			async () => {
				const classifier = classifiers[Math.floor(random() * 2)];
				published.push(await publish(published.length + 1, classifier));
			},
			async () => {
				const name = await publish(published.length + 1);
				published.push(name);
				damaged.add(name);
				await writeFile(join(folder, name, 'head.safetensors'), 'damaged');
			},
			() => registry.rollBack(classifiers[Math.floor(random() * 2)]).catch(() => {}),
			() => registry.prune('default', 3),
			() => servings.refresh(),
		];
		for (let n = 0; n < 120; n++) {
			for (const classifier of classifiers) {
				pending.push(servings.of(classifier).predict(Uint8Array.of(Math.floor(random() * 3))));
			}
			if (random() < 0.4) pending.push(Promise.resolve(deeds[Math.floor(random() * deeds.length)]()));
			if (random() < 0.3) await nextTurn();
		}
		for (const outcome of await Promise.all(pending)) {
			const model = (outcome as { model?: string } | undefined)?.model;
			if (model) expect(published).toContain(model);
		}
		await servings.refresh();
		expect(servings.counts()).toMatchObject({ leases: 0, draining: 0 });
		expect(damaged).not.toContain(servings.of('default').status().model);
	},
);

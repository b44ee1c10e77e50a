import { beforeEach, expect, it } from 'vitest';
import { Registry } from '../../src/registry/registry.ts';
import { labelsNotLearned } from '../../src/train/not-learned.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { newVersion } from '../support/versions.ts';

const newFolder = temporaryFolders();
const GUILD = '123456789012345678';

let registry: Registry;
beforeEach(async () => {
	registry = new Registry({ folder: await newFolder(), shipped: await newFolder() });
});

/** A version that knows boars, crows and monkeys; or, of those, others. */
async function serve(classifier: string, labels = ['boar', 'crow', 'monkey'], letGo = false) {
	const version = newVersion();
	const name = await registry.write(classifier, { ...version, manifest: { ...version.manifest, labels } });
	await registry.promote(name, classifier, { letGo });
}

it('a server that follows the host recognises what it has no photos of by the host’s model', async () => {
	await serve('default');
	expect(await labelsNotLearned(GUILD, registry, ['crow', 'rose'])).toEqual({
		labels: ['boar', 'monkey'],
		model: 'default/v1',
		isKept: true,
	});
	expect(await labelsNotLearned(GUILD, registry, ['boar', 'crow', 'monkey'])).toBeUndefined();
});

it('one with a model of its own, by what was kept beside that', async () => {
	await serve('default');
	await serve(GUILD, ['crow', 'rose']);
	expect(await labelsNotLearned(GUILD, registry, ['crow', 'rose', 'monkey'])).toMatchObject({
		labels: ['boar'],
	});
	await serve(GUILD, ['crow', 'rose'], true);
	expect(await labelsNotLearned(GUILD, registry, ['crow', 'rose'])).toBeUndefined();
});

it('the host’s own model takes the place of another whole', async () => {
	await serve('default');
	// Its own before, not another's: what it is meant to know is the gate's business.
	expect(await labelsNotLearned('default', registry, ['rose'])).toBeUndefined();
});

it('without any model nothing is recognised', async () => {
	expect(await labelsNotLearned(GUILD, registry, ['rose'])).toBeUndefined();
});

/**
 * Does one thing to a registry, as a user's process would, and is killed on the way: `registry-process.mjs <folder> <deed>`.
 * Compiled sources and plain JavaScript: started a hundred times, it must start fast.
 */
import process from 'node:process';
import { Registry } from '../../../dist/src/registry/registry.js';

const [folder, deed] = process.argv.slice(2);
const registry = new Registry({ folder, shipped: folder });

if (deed === 'write') {
	const [newest] = await registry.versions('default');
	const version = await registry.read({ classifier: 'default', version: newest });
	const manifest = { ...version.manifest, training: { ...version.manifest.training, seed: 9 } };
	await registry.promote(await registry.write('default', { ...version, manifest, attribution: 'Seed 9.' }));
}
if (deed === 'roll-back') await registry.rollBack('default');
if (deed === 'prune') await registry.prune('default', 1);

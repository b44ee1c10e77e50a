import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import process from 'node:process';
import { Catalogue } from '../../../dist/src/dataset/catalogue/catalogue.js';
import { openDatabase } from '../../../dist/src/store/database.js';

/**
 * A process to be killed: works through a fixed amount of discoveries, photos, removals by people and the removal of a
 * label, going on where the last one stopped, and writes a byte after each write of the catalogue. Compiled sources and
 * plain JavaScript, which start fast.
 */
const [file] = process.argv.slice(2);
const OFFERS = 120;

const catalogue = await Catalogue.open(openDatabase(file));
const { labels, candidates, photos, decisions, cursors, runs } = catalogue.dataset('default');
const tick = (value) => {
	writeSync(1, '.');
	return value;
};

const sha256Of = (name) => createHash('sha256').update(name).digest('hex');

const candidate = (sourceId) => ({
	source: 'commons',
	sourceId,
	url: `https://upload.wikimedia.org/${sourceId}.jpg`,
	pageUrl: `https://commons.wikimedia.org/wiki/File:${sourceId}.jpg`,
	author: `Author of ${sourceId}`,
	licence: 'by-sa',
});

/** Perceptual hashes of any two lie far apart. */
const stored = (name) => ({
	kind: 'stored',
	downloaded: 100_000,
	file: {
		sha256: sha256Of(name),
		perceptualHash: BigInt(`0x${sha256Of(name).slice(0, 16)}`),
		...{ width: 512, height: 384, bytes: 40_000, originalWidth: 960, originalHeight: 720 },
	},
});

await catalogue.recover();
const crow = (await labels.find('crow')) ?? tick(await labels.add({ name: 'crow' }, 'ann'));
const isNew =
	(await labels.list()).length === 1 &&
	(await cursors.get(crow.id, { source: 'commons', query: 'crow' })) === undefined;
const doomed =
	(await labels.find('doomed')) ?? (isNew ? tick(await labels.add({ name: 'doomed' }, 'ann')) : undefined);
const { id: runId } = tick(await runs.start('cli'));

for (const label of [doomed, crow]) {
	if (!label) continue;
	const position = { source: 'commons', query: label.name };
	for (;;) {
		const cursor = await cursors.get(label.id, position);
		if (cursor?.exhaustedAt) break;
		const from = Number(cursor?.next ?? 0);
		const discoveries = Array.from({ length: 20 }, (_, n) => ({
			candidate: candidate(`${label.name} ${from + n}`),
		}));
		const next = from + 20 < OFFERS ? String(from + 20) : undefined;
		tick(await candidates.discover(runId, label.id, { ...position, discoveries, next }));
	}
	for (;;) {
		const reserved = tick(await candidates.reserve(runId, label.id));
		if (!reserved) break;
		const number = Number(reserved.candidate.sourceId.split(' ').at(-1));
		if (number % 7 === 0)
			tick(await candidates.settle(runId, reserved.id, { kind: 'rejected', reason: 'flat' }));
		else tick(await candidates.settle(runId, reserved.id, stored(`${label.name} ${number}`)));
	}
	for (const { id, provenance } of await photos.list({ labelId: label.id, limit: 1000 })) {
		if (provenance.sourceId.endsWith('3')) tick(await decisions.remove([id], 'ann'));
	}
	if (label === doomed) tick(await labels.remove(label.id, 'ann'));
}
await runs.finish(runId, 'finished');
process.stdout.write('done');

import type { Catalogue } from '../../../src/dataset/catalogue/catalogue.ts';
import { Bench, candidate, farHash, stored, turned } from './support.ts';

/** Comes through every door of the catalogue. */
export async function useEverything(catalogue: Catalogue): Promise<void> {
	const bench = await Bench.start(catalogue, 'guild');
	const { labels, candidates, photos, decisions, cursors, runs } = bench.dataset;
	const crow = await bench.label('crow');
	const boar = await bench.label('boar');
	await labels.edit(crow.id, { aliases: ['karasu'] }, 'ann');
	await labels.find('karasu');

	const hash = farHash('x');
	const first = await bench.photo(crow, '1', stored('1', hash), { series: 'a' });
	await bench.photo(crow, '2', stored('2', turned(hash, 7)), { series: 'b' });
	const third = await bench.photo(boar, '3', stored('3', turned(hash, 4)), { series: 'a' });
	await bench.discover(crow, candidate('1'), candidate('9'));
	await bench.discover(boar, candidate('1'), candidate('9'));
	await candidates.reserve(bench.runId, boar.id);
	await bench.take(crow, candidate('10'), { kind: 'failed', retryAt: new Date(0) });
	const held = await candidates.reserve(bench.runId, crow.id);
	if (held) await candidates.release(bench.runId, held.id);
	await candidates.waiting(crow.id);
	await candidates.nextRetry(crow.id);

	for (const reference of ['#1', 'commons:1', 'abcdef0123']) await photos.find(reference);
	await photos.list();
	await photos.list({ labelId: crow.id, state: 'quarantined', quarantine: 'other-label' });
	await photos.sample(crow.id, 2, 1);
	await photos.count(crow.id);
	await photos.countAll('accepted');
	await photos.countByAuthor(crow.id, 'commons', 'Jane');
	await photos.near(hash);
	await bench.dataset.findings.replace(
		[{ photoId: first.id, issue: 'label-noise', score: 1, excluded: false }],
		[{ photoId: first.id, value: 1 }],
	);
	await bench.dataset.findings.reviewQueue(3);
	await photos.quarantine([first.id], 'nsfw');
	await photos.add(bench.runId, crow.id, candidate('11'), stored('11').file, { companion: first.id });
	await photos.add(bench.runId, crow.id, candidate('9'), stored('9').file);

	await decisions.keep([third.id], 'ann');
	await decisions.relabel([third.id], crow.id, 'ann');
	await decisions.relabel([first.id], boar.id, 'ann');
	const removal = await decisions.remove([third.id], 'ann');
	await decisions.undo(removal.id, 'ann');
	await decisions.removeAuthor('commons', 'Author of 2', 'ann');
	await decisions.recordImport(1, 'x', 'ann');
	await decisions.list();
	await decisions.list({ photoId: third.id });
	await photos.erase(new Date());

	await cursors.get(crow.id, { source: 'commons', query: 'crow' });
	await cursors.reset(crow.id, { source: 'commons', query: 'crow' });
	await bench.dataset.stats();
	await bench.dataset.taught.count('42');
	await catalogue.hosts.coolDownUntil('x');
	await catalogue.hosts.coolDown('x', new Date());
	await catalogue.hosts.count('x', { requests: 1, bytes: 1 });
	await catalogue.hosts.usage('x');
	await runs.list();
	await runs.get(bench.runId);
	await runs.counts(bench.runId);
	await runs.beat(bench.runId);
	await runs.finish(bench.runId, 'finished');
	await labels.remove(boar.id, 'ann');
	await catalogue.recover();
	await catalogue.needsFile('ab');
	await catalogue.classifiers();
}

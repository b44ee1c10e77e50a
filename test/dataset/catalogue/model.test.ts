import { describe, expect, it } from 'vitest';
import type { Label, Photo, Rejection } from '../../../src/dataset/catalogue/catalogue.ts';
import { seededRandom } from '../../../src/dataset/random.ts';
import { Model } from './model.ts';
import { Bench, candidate, farHash, photoFile, sequences, turned } from './support.ts';

const STEPS = 150;

describe('any sequence of operations', () => {
	it.each(Array.from({ length: sequences() }, (_, seed) => seed))(
		'leaves what the rules say (seed %i)',
		async (seed) => {
			const random = seededRandom(seed);
			const upTo = (count: number) => Math.floor(random() * count);
			const bench = await Bench.start();
			const labels = [await bench.label('crow'), await bench.label('boar'), await bench.label('monkey')];
			const model = new Model();
			const held = new Map<number, Label>();
			/** Decisions of the catalogue, in the order of the model's. */
			const decided: number[] = [];
			const { candidates, decisions, photos } = bench.dataset;

			/** Few pictures in many variants: copies are the rule. */
			const anyFile = () => {
				const base = farHash(`base ${upTo(25)}`);
				const hash = random() < 0.1 ? BigInt(upTo(2)) : turned(base, upTo(9));
				return photoFile(`content ${hash} ${upTo(2)}`, hash);
			};
			const anyPhotos = () => {
				const ids = model.rows.flatMap(({ id, file }) => (file ? [id] : []));
				return ids.length === 0 ? [] : Array.from({ length: 1 + upTo(3) }, () => ids[upTo(ids.length)]);
			};

			const operations: (() => Promise<void>)[] = [
				async () => {
					const label = labels[upTo(3)];
					const offers = Array.from({ length: 1 + upTo(4) }, () => `offer ${upTo(100)}`);
					const expected = offers.map((offer) => model.discover(label.id, offer));
					const counts = await bench.discover(label, ...offers.map((offer) => candidate(offer)));
					for (const became of ['added', 'known', 'removed'] as const) {
						expect(counts[became]).toBe(expected.filter((one) => one === became).length);
					}
				},
				async () => {
					const label = labels[upTo(3)];
					const expected = model.reserve(label.id);
					const found = await candidates.reserve(bench.runId, label.id);
					expect(found?.id).toBe(expected?.id);
					if (found) held.set(found.id, label);
				},
				async () => {
					const [id] = held.keys();
					const row = model.rows.find((other) => other.id === id);
					if (!row) return;
					held.delete(id);
					const chance = random();
					if (chance < 0.1) {
						model.settle(row, 'failed');
						await candidates.settle(bench.runId, id, { kind: 'failed', retryAt: new Date(0) });
					} else if (chance < 0.2) {
						const reason: Rejection = (['flat', 'licence'] as const)[upTo(2)];
						model.settle(row, reason);
						await candidates.settle(bench.runId, id, { kind: 'rejected', reason });
					} else {
						const file = anyFile();
						const quarantine = random() < 0.1 ? 'nsfw' : undefined;
						model.settle(row, file, quarantine);
						await candidates.settle(bench.runId, id, { kind: 'stored', file, quarantine });
					}
				},
				async () => {
					const ids = anyPhotos();
					model.keep(ids);
					decided.push((await decisions.keep(ids, 'ann')).id);
				},
				async () => {
					const ids = anyPhotos();
					model.remove(ids);
					decided.push((await decisions.remove(ids, 'ann')).id);
				},
				async () => {
					const ids = anyPhotos();
					const label = labels[upTo(3)];
					model.relabel(ids, label.id);
					for (const id of held.keys()) if (!model.rows.some((row) => row.id === id)) held.delete(id);
					decided.push((await decisions.relabel(ids, label.id, 'ann')).id);
				},
				async () => {
					if (decided.length === 0) return;
					const index = Math.max(0, decided.length - 1 - upTo(4));
					const undoing = decisions.undo(decided[index], 'bob');
					if (!model.canUndo(index)) {
						await expect(undoing).rejects.toMatchObject({ code: 'decision-not-undoable' });
						return;
					}
					await undoing;
					model.undo(index);
				},
				async () => {
					const ids = anyPhotos();
					model.quarantine(ids);
					await photos.quarantine(ids, 'doubtful');
				},
				async () => {
					if (random() < 0.9) return;
					model.die();
					held.clear();
					await bench.dataset.runs.finish(bench.runId, 'failed');
					await bench.begin();
				},
			];
			/** Photos come in more often than people decide about them. */
			const weighted = [0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 4, 5, 6, 7, 8];

			for (let step = 0; step < STEPS; step++) {
				await operations[weighted[upTo(weighted.length)]]();
				expect(await catalogueOf(bench), `step ${step}`).toEqual(catalogueOfModel(model));
				for (const label of labels) {
					const waiting = model.rows.filter(
						(row) => row.label === label.id && (row.state === 'candidate' || row.state === 'failed'),
					);
					expect(await candidates.waiting(label.id)).toBe(waiting.length);
				}
			}
			expect(await countsOf(bench)).toEqual(labels.map(({ id }) => countsOfModel(model, id)));
			expect(model.rows.filter(({ file }) => file !== undefined).length).toBeGreaterThan(5);
		},
	);
});

async function catalogueOf({ dataset }: Bench) {
	const photos: Photo[] = [];
	for (const state of ['accepted', 'quarantined', 'removed'] as const)
		photos.push(...(await dataset.photos.list({ state })));
	return photos
		.map(({ id, labelId, state, quarantine, kept, group, duplicateOf, provenance, file }) => ({
			id,
			label: labelId,
			offer: provenance.sourceId,
			state,
			reason: quarantine,
			kept,
			group,
			duplicateOf,
			sha256: file.sha256,
		}))
		.sort((a, b) => a.id - b.id);
}

async function countsOf({ dataset }: Bench) {
	const { labels } = await dataset.stats();
	return labels
		.toSorted((a, b) => a.label.id - b.label.id)
		.map(({ label, accepted, quarantined, removed, waiting, rejected, duplicates }) => ({
			label: label.id,
			accepted,
			quarantined,
			removed,
			waiting,
			rejected,
			duplicates,
		}));
}

function countsOfModel({ rows }: Model, label: number) {
	const count = (...states: string[]) =>
		rows.filter((row) => row.label === label && states.includes(row.state)).length;
	return {
		label,
		accepted: count('accepted'),
		quarantined: count('quarantined'),
		removed: count('removed'),
		waiting: count('candidate', 'downloading', 'failed'),
		rejected: count('rejected'),
		duplicates: rows.filter(
			({ label: of, state, duplicateOf }) =>
				of === label && state === 'accepted' && duplicateOf !== undefined,
		).length,
	};
}

function catalogueOfModel({ rows }: Model) {
	return rows
		.filter(({ file }) => file !== undefined)
		.map(({ id, label, offer, state, reason, kept, group, duplicateOf, file }) => ({
			id,
			label,
			offer,
			state,
			reason,
			kept,
			group,
			duplicateOf,
			sha256: file?.sha256,
		}))
		.sort((a, b) => a.id - b.id);
}

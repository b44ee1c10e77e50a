import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/dataset/random.ts';
import { applyGate, type GatePair } from '../../../src/model/gate/gate.ts';
import { evaluationOf, LABELS } from './pairs.ts';

const RUNS = 1_000;

interface World {
	/** Photos that both models judge. */
	readonly photos: number;
	/** True accuracy of the candidate less the champion's. */
	readonly gain: number;
	/** Share of photos that only one of the two gets right. */
	readonly discordance: number;
	/** Most photos of a group, and how often a photo of a group goes as its first one does. */
	readonly alike?: { readonly most: number; readonly together: number };
}

/** Share of simulated nights on which the candidate is promoted. */
function promoted({ photos, gain, discordance, alike = { most: 1, together: 0 } }: World): number {
	const contender = { labels: LABELS, evaluation: evaluationOf() };
	let promotions = 0;
	for (let seed = 1; seed <= RUNS; seed++) {
		// Far apart: the streams of neighbouring seeds resemble each other.
		const random = seededRandom(seed * 7919);
		const draw = () => {
			const side = random();
			const onlyCandidate = side < (discordance + gain) / 2;
			const onlyChampion = !onlyCandidate && side < discordance;
			return { champion: !onlyCandidate, candidate: !onlyChampion };
		};
		const pairs: GatePair[] = [];
		for (let group = 0; pairs.length < photos; group++) {
			const size = Math.min(photos - pairs.length, 1 + Math.floor(random() * alike.most));
			const first = draw();
			const label = LABELS[group % LABELS.length];
			for (let n = 0; n < size; n++) {
				pairs.push({ group, label, ...(random() < alike.together ? first : draw()) });
			}
		}
		const { decision } = applyGate({
			labels: LABELS,
			candidate: contender,
			champion: contender,
			pairs,
		});
		if (decision === 'promote') promotions++;
	}
	return promotions / RUNS;
}

/** Groups of one to three photos, every second of which goes as the first one of its group. */
const ALIKE = { most: 3, together: 0.5 };

describe('over a thousand simulated nights', () => {
	it.each([0.05, 0.06, 0.08, 0.1, 0.15])(
		'a model that is 5 points worse, and differs on %f of 200 photos, is promoted in under 5 of 100',
		(discordance) => {
			expect(promoted({ photos: 200, gain: -0.05, discordance })).toBeLessThan(0.05);
			expect(promoted({ photos: 200, gain: -0.05, discordance, alike: ALIKE })).toBeLessThan(0.05);
		},
	);

	it.each([0.01, 0.02, 0.04, 0.05])(
		'an equal one that differs on %f of 200 photos is promoted in over 80 of 100',
		(discordance) => {
			expect(promoted({ photos: 200, gain: 0, discordance })).toBeGreaterThan(0.8);
		},
	);

	it.each([0.01, 0.02, 0.03])(
		'an equal one that differs on %f of 200 photos, alike in groups, is promoted in over 80 of 100',
		(discordance) => {
			expect(promoted({ photos: 200, gain: 0, discordance, alike: ALIKE })).toBeGreaterThan(0.8);
		},
	);

	it('one that is 2 points worse is hardly promoted once photos are many', () => {
		expect(promoted({ photos: 1250, gain: -0.02, discordance: 0.06 })).toBeLessThan(0.05);
		expect(promoted({ photos: 1250, gain: 0, discordance: 0.06 })).toBeGreaterThan(0.8);
	});

	it('one that is 5 points better is promoted nearly always', () => {
		expect(promoted({ photos: 200, gain: 0.05, discordance: 0.08 })).toBeGreaterThan(0.98);
		expect(promoted({ photos: 60, gain: 0.05, discordance: 0.06 })).toBeGreaterThan(0.8);
	});

	it('a few photos promote nothing that is 5 points worse', () => {
		for (const photos of [30, 60, 100]) {
			expect(promoted({ photos, gain: -0.05, discordance: 0.06 })).toBeLessThan(0.055);
		}
	});
});

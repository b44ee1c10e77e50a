import { applyGate, type GatePair } from '../model/gate/gate.ts';
import type { GateVerdict } from '../model/gate/verdict.ts';
import { indexOfLargest } from '../model/statistics/index-of-largest.ts';
import type { ModelVersion } from './version-files.ts';

/** With fewer, one photo more or less is five points and more: a table would tell stories. */
export const LEAST_PAIRS = 20;

/** What comparing takes of a version. */
export type ComparedVersion = Pick<ModelVersion, 'manifest' | 'dataset' | 'predictions'>;

/**
 * Whether two versions were each right about every photo that both have judged without having learned from it: by what
 * was recorded when each was trained. Both choose among the labels that both know, so that none looks worse for having
 * more to choose from.
 */
export function versionPairs(champion: ComparedVersion, candidate: ComparedVersion): GatePair[] {
	const shared = candidate.manifest.labels.filter((label) => champion.manifest.labels.includes(label));
	const championSays = answers(champion, shared);
	const candidateSays = answers(candidate, shared);
	return candidate.dataset.photos.flatMap(({ sha256, label, group }) => {
		const [before, after] = [championSays.get(sha256), candidateSays.get(sha256)];
		if (before === undefined || after === undefined || !shared.includes(label)) return [];
		return [{ group, label, champion: before === label, candidate: after === label }];
	});
}

/** The best of some labels for each photo, by its hash. */
function answers(
	{ manifest, dataset, predictions }: ComparedVersion,
	among: readonly string[],
): Map<string, string> {
	const places = among.map((label) => manifest.labels.indexOf(label));
	return new Map(
		dataset.photos.flatMap(({ sha256 }, n) => {
			const said = predictions.probabilities.at(n);
			return said && said.length > 0
				? [[sha256, among[indexOfLargest(places.map((place) => said[place]))]]]
				: [];
		}),
	);
}

/**
 * What the gate says of one version in the place of another, by what was recorded of both when they were trained.
 * @param labels what the classifier is meant to know
 */
export function applyGateToVersions(
	candidate: ModelVersion,
	champion: ModelVersion,
	labels: readonly string[],
): GateVerdict {
	return applyGate({
		labels: labels.length > 0 ? labels : candidate.manifest.labels,
		candidate: { labels: candidate.manifest.labels, evaluation: candidate.evaluation },
		champion: { labels: champion.manifest.labels, evaluation: champion.evaluation },
		pairs: versionPairs(champion, candidate),
	});
}

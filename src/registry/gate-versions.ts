import { applyGate } from '../model/gate/gate.ts';
import type { GateVerdict } from '../model/gate/verdict.ts';
import type { ModelVersion } from './version-files.ts';
import { versionPairs } from './version-pairs.ts';

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

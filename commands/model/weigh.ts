import type { CommandContext } from '../../src/bot/commands/context.ts';
import { verdictText } from '../../src/bot/trainings/verdict-text.ts';
import { judgeCandidate, type Verdict } from '../../src/model/gate/gate.ts';
import { formatVersionName, type VersionName } from '../../src/registry/version-name.ts';
import { versionPairs } from '../../src/registry/version-pairs.ts';

export interface Weighing {
	readonly verdict: Verdict;
	/** The verdict for people, safe in markdown. */
	readonly sentence: string;
}

/**
 * What the gate says of a version that is to serve in the place of another, going by what both said of photos that
 * neither had learned from.
 * @throws {UserError} `model-damaged`, `model-other-format`
 */
export async function weigh(
	candidate: VersionName,
	champion: VersionName,
	{ registry, catalogue, locale }: Pick<CommandContext, 'registry' | 'catalogue' | 'locale'>,
	classifier: string,
): Promise<Weighing> {
	const [after, before] = [await registry.read(candidate), await registry.read(champion)];
	const labels = catalogue
		.followed(classifier)
		.labels.list()
		.map(({ name }) => name);
	const verdict = judgeCandidate({
		labels: labels.length > 0 ? labels : after.manifest.labels,
		candidate: { labels: after.manifest.labels, evaluation: after.evaluation },
		champion: { labels: before.manifest.labels, evaluation: before.evaluation },
		pairs: versionPairs(before, after),
	});
	const names = { candidate: formatVersionName(candidate), champion: formatVersionName(champion) };
	return { verdict, sentence: verdictText(verdict, { ...names, classifier, locale }) };
}

import type { CommandContext } from '../../src/bot/kit.ts';
import type { GateVerdict } from '../../src/model/gate/verdict.ts';
import { applyGateToVersions } from '../../src/registry/compare-versions.ts';
import { formatVersionName, type VersionName } from '../../src/registry/version-name.ts';
import { verdictReason } from '../shared/verdict-text.ts';

export interface Weighing {
	readonly verdict: GateVerdict;
	/** Why, for people, safe in markdown. */
	readonly reason: string;
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
	const { labels: known } = await catalogue.followed(classifier);
	const labels = (await known.list()).map(({ name }) => name);
	const labelNames = { ...after.manifest.displayNames, ...(await known.displayNames()) };
	const verdict = applyGateToVersions(after, before, labels);
	const names = { candidate: formatVersionName(candidate), champion: formatVersionName(champion) };
	return { verdict, reason: verdictReason(verdict, { ...names, classifier, locale, names: labelNames }) };
}

import type { GatePair } from '../model/gate/gate.ts';
import { LEAST_PAIRS, versionPairs } from '../registry/compare-versions.ts';
import { formatVersionName } from '../registry/version-name.ts';
import { textTable } from '../report/text-table.ts';
import type { CliContext } from './context.ts';
import {
	type ClassifierOption,
	type OpenModels,
	type OpenVersion,
	openModels,
	openVersion,
	weighVersions,
} from './model-versions.ts';
import { print } from './print.ts';

/** `hantei models compare`: two versions on the photos that neither has learned from. Returns the exit code. */
export async function compareModels(
	version: string,
	other: string | undefined,
	options: ClassifierOption,
	context: CliContext,
): Promise<number> {
	const models = await openModels(options, context);
	const candidate = await openVersion(version, models);
	const champion = await openOther(other, candidate, models);
	const text = context.text.models;
	const [first, second] = [formatVersionName(candidate.name), formatVersionName(champion.name)];
	if (first === second) {
		print(`${text.same(first)}\n`);
		return 0;
	}
	const pairs = versionPairs(champion.version, candidate.version);
	if (pairs.length === 0) {
		const common = candidate.version.manifest.labels.filter((label) =>
			champion.version.manifest.labels.includes(label),
		);
		print(`${common.length === 0 ? text.noCommonLabel(first, second) : text.noCommonPhoto(first, second)}\n`);
		return 0;
	}
	const { sentence } = await weighVersions(candidate, champion, models.classifier, context);
	const count = (one: boolean, two: boolean) =>
		pairs.filter((pair) => pair.candidate === one && pair.champion === two).length;
	const counts = {
		both: count(true, true),
		onlyFirst: count(true, false),
		onlySecond: count(false, true),
		neither: count(false, false),
	};
	const fineTuned = [candidate, champion].filter(({ version }) => version.manifest.fineTuned);
	const lines = [
		text.pairs(pairs.length),
		...fineTuned.map(({ name }) => text.isFineTuned(formatVersionName(name))),
		text.counts(counts, first, second),
		text.verdict(sentence),
	];
	const byLabel =
		pairs.length < LEAST_PAIRS ? [text.fewPairs] : ['', textTable(labelRows(pairs, first, second))];
	print(`${[...lines, ...byLabel].join('\n')}\n`);
	return 0;
}

/** What a version is compared with: the one named, else what serves, else what served before. */
async function openOther(
	other: string | undefined,
	candidate: OpenVersion,
	models: OpenModels,
): Promise<OpenVersion> {
	const isServing = formatVersionName(candidate.name) === formatVersionName(models.serving);
	if (other !== undefined || !isServing) return openVersion(other, models);
	const { previous } = await models.registry.aliases(models.classifier);
	return openVersion(previous ?? undefined, models);
}

/** Share of each label's photos that each got right. */
function labelRows(pairs: readonly GatePair[], first: string, second: string): string[][] {
	const share = (right: number, of: number) => `${((100 * right) / of).toFixed(1)} %`;
	const labels = [...new Set(pairs.map(({ label }) => label))];
	return [
		['', first, second],
		...labels.map((label) => {
			const own = pairs.filter((pair) => pair.label === label);
			const right = (side: 'candidate' | 'champion') => own.filter((pair) => pair[side]).length;
			return [label, share(right('candidate'), own.length), share(right('champion'), own.length)];
		}),
	];
}

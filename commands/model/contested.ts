import { type CommandContext, contestedOf, escapeText, type LabelTally } from '../../src/bot/kit.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { displayName, type LabelNames } from '../../src/model/display-names.ts';
import { formatVersionName, type VersionName } from '../../src/registry/version-name.ts';

/** Labels named, those contested most first. */
const SHOWN = 8;

/** How large a share of a version's answers members here contested, label by label; nothing where none was. */
export async function contestedLines(
	name: VersionName,
	classifier: string,
	names: LabelNames | undefined,
	{ contests, messages }: Pick<CommandContext, 'contests' | 'messages'>,
): Promise<string[]> {
	const { labels } = await contests.of(classifier, formatVersionName(name));
	const contested = labels
		.map((tally) => ({ ...contestedOf(tally), tally }))
		.filter(({ count }) => count > 0)
		.sort((a, b) => b.count / b.of - a.count / a.of)
		.slice(0, SHOWN);
	if (contested.length === 0) return [];
	return [messages.correction.contested(contested.map((entry) => describe(entry, names, messages)))];
}

function describe(
	{ count, of, tally: { label, said } }: { count: number; of: number; tally: LabelTally },
	names: LabelNames | undefined,
	{ correction: texts, locale, percent }: Messages,
): string {
	const [first, second] = said;
	const hasMost = first !== undefined && first.times > 1 && first.times > (second?.times ?? 0);
	const called = (name: string) => escapeText(displayName(name, names, locale));
	const most = first?.label === null || first === undefined ? null : called(first.label);
	return texts.contestedLabel(
		label === null ? texts.none : called(label),
		count,
		of,
		percent(count / of),
		hasMost ? most : undefined,
	);
}

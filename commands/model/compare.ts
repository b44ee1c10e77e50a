import type { ChatInputCommandInteraction, MessageComponentInteraction } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { type CommandContext, defer, described, fitLines, readArguments } from '../../src/bot/kit.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { displayName, type LabelNames } from '../../src/model/display-names.ts';
import type { GatePair } from '../../src/model/gate/gate.ts';
import { LEAST_PAIRS, versionPairs } from '../../src/registry/compare-versions.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { parseVersionName, type VersionName } from '../../src/registry/version-name.ts';
import { shorten, textTable } from '../../src/report/text-table.ts';
import type { ClassifierSubcommand, SubcommandData } from '../shared/subcommands.ts';
import { isSame, requireVersion, servingVersion, shownVersion, versionOption } from './versions.ts';
import { type Weighing, weigh } from './weigh.ts';

const LABEL_COLUMNS = 16;
/** What a phone shows of a code block unbroken, less the other columns. */
const TABLE_LABELS = 20;

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'compare',
	...described(({ model }) => model.compare),
	options: [
		versionOption(({ compare }) => compare.options.version, { name: 'version', required: true }),
		versionOption(({ compare }) => compare.options.with, { name: 'with', required: false }),
	],
} as const satisfies SubcommandData;

/** Two versions on the photos that both have judged without having learned from them. */
export const compare: ClassifierSubcommand = {
	data,
	async execute(interaction, context, classifier) {
		const { registry } = context;
		const given = readArguments(data.options, interaction);
		const candidate = await requireVersion(given.version, classifier, registry);
		const champion =
			given.with === undefined
				? await otherThan(candidate, classifier, registry)
				: await requireVersion(given.with, classifier, registry);
		await defer(interaction, { ephemeral: false });
		if (!champion) {
			const { nothingBefore } = context.messages.commands.model;
			await interaction.editReply({ content: nothingBefore(shownVersion(candidate, classifier)) });
			return;
		}
		await showComparison(interaction, context, classifier, { candidate, champion });
	},
};

/** What a version is compared with unless somebody says: what serves, or where that is it, what served before. */
async function otherThan(
	candidate: VersionName,
	classifier: string,
	registry: Registry,
): Promise<VersionName | undefined> {
	const serving = await servingVersion(classifier, registry);
	if (!isSame(candidate, serving)) return serving;
	const { previous } = await registry.aliases(classifier);
	return parseVersionName(previous ?? '', classifier);
}

/** Answers an interaction that was acknowledged. */
export async function showComparison(
	interaction: ChatInputCommandInteraction | MessageComponentInteraction,
	context: CommandContext,
	classifier: string,
	{ candidate, champion }: { readonly candidate: VersionName; readonly champion: VersionName },
): Promise<void> {
	const { registry, messages } = context;
	if (isSame(candidate, champion)) {
		await interaction.editReply({ content: messages.commands.model.sameVersion });
		return;
	}
	const [after, before] = [await registry.read(candidate), await registry.read(champion)];
	await interaction.editReply({
		content: renderComparison(
			versionPairs(before, after),
			{ candidate: shownVersion(candidate, classifier), champion: shownVersion(champion, classifier) },
			await weigh(candidate, champion, context, classifier),
			messages,
			{
				after: after.manifest.labels,
				before: before.manifest.labels,
				names: { ...before.manifest.displayNames, ...after.manifest.displayNames },
				fineTuned: [
					...(after.manifest.fineTuned ? [shownVersion(candidate, classifier)] : []),
					...(before.manifest.fineTuned ? [shownVersion(champion, classifier)] : []),
				],
			},
		),
	});
}

interface Names {
	readonly candidate: string;
	readonly champion: string;
}

function renderComparison(
	pairs: readonly GatePair[],
	{ candidate, champion }: Names,
	{ verdict, reason }: Weighing,
	messages: Messages,
	labelsOf: {
		readonly after: readonly string[];
		readonly before: readonly string[];
		readonly names: LabelNames;
		/** Those of the two that are. */
		readonly fineTuned: readonly string[];
	},
): string {
	const texts = messages.commands.model;
	if (pairs.length === 0) {
		return labelsOf.after.some((label) => labelsOf.before.includes(label))
			? texts.nothingInCommon(candidate, champion)
			: texts.noCommonLabel(candidate, champion);
	}
	const hasTable = pairs.length >= LEAST_PAIRS;
	const count = (first: boolean, second: boolean) =>
		pairs.filter((pair) => pair.candidate === first && pair.champion === second).length;
	const { difference, mcNemar } = verdict;
	const points = (value: number) => (value * 100).toFixed(1).replace('-', '−');
	return fitLines(
		[TABLE_LABELS, 0],
		(labels) => [
			texts.comparison(candidate, champion, pairs.length),
			verdict.decision === 'promote' ? texts.fit(candidate, reason) : texts.unfit(candidate, reason),
			texts.outcomes(
				candidate,
				count(true, false),
				champion,
				count(false, true),
				count(true, true),
				count(false, false),
			),
			...(difference
				? [
						`${texts.difference(points(difference.value), points(difference.low), points(difference.high))}${mcNemar ? ` · ${texts.chance(messages.percent(mcNemar.p))}` : ''}`,
					]
				: []),
			...(hasTable ? [] : [texts.fewPairs]),
			...(hasTable && labels > 0
				? [labelTable(pairs, { candidate, champion }, labels, messages, labelsOf.names)]
				: []),
			...labelsOf.fineTuned.map((version) => texts.isFineTuned(version)),
			...(labelsOf.after.join() !== labelsOf.before.join() ? [texts.ofOtherLabels] : []),
		],
		texts.more,
	);
}

/** How many photos of each label each found, those first on which the candidate lost most. */
function labelTable(
	pairs: readonly GatePair[],
	{ candidate, champion }: Names,
	most: number,
	{ commands, locale, percent }: Messages,
	names: LabelNames,
): string {
	const { table } = commands.model;
	const share = (right: number, all: number) => percent(right / all);
	const rows = [...new Set(pairs.map(({ label }) => label))]
		.map((label) => {
			const own = pairs.filter((pair) => pair.label === label);
			const right = (who: 'candidate' | 'champion') => own.filter((pair) => pair[who]).length;
			return { label, photos: own.length, candidate: right('candidate'), champion: right('champion') };
		})
		.sort((a, b) => (a.candidate - a.champion) / a.photos - (b.candidate - b.champion) / b.photos)
		.slice(0, most)
		.map((row) => [
			shorten(displayName(row.label, names, locale).replaceAll('`', 'ˋ'), LABEL_COLUMNS),
			String(row.photos),
			share(row.champion, row.photos),
			share(row.candidate, row.photos),
		]);
	const plain = (text: string) => text.replaceAll('\\', '');
	return [
		'```',
		textTable([[table.label, table.photos, plain(champion), plain(candidate)], ...rows]),
		'```',
	].join('\n');
}

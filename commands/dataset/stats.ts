import { MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { calledIn, described, escapeText, fitLines } from '../../src/bot/kit.ts';
import { licenceName } from '../../src/dataset/attribution.ts';
import type { DatasetStats, LabelStats } from '../../src/dataset/stats.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { type DatasetSubcommand, followedNote } from '../shared/subcommands.ts';

/** Larger than this, and the smaller labels suffer. */
const NOTABLE_IMBALANCE = 2;

/** Leaves room for a note below. */
const MAX_STATS = 1_800;

/** Reasons named for each label, from much detail to none. */
const DETAILS = [6, 3, 0];

export const stats: DatasetSubcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'stats',
		...described(({ dataset }) => dataset.stats),
	},
	async execute(interaction, { messages, locale }, dataset) {
		await interaction.reply({
			content: [
				renderStats(await dataset.stats(), messages, locale),
				...(await followedNote(interaction, dataset, messages)),
			].join('\n'),
			flags: MessageFlags.Ephemeral,
		});
	},
};

export function renderStats(
	{ labels, total, imbalance }: DatasetStats,
	messages: Messages,
	locale: Locale,
): string {
	const { commands } = messages;
	const texts = commands.dataset;
	if (labels.length === 0) return commands.labels.empty;
	const isUneven = imbalance !== undefined && imbalance >= NOTABLE_IMBALANCE;
	return fitLines(
		DETAILS,
		(reasons) => [
			texts.total(total.accepted, total.bytes),
			...(isUneven ? [texts.imbalance(imbalance.toFixed(1))] : []),
			...origin(total, messages),
			...labels.flatMap((label) => [
				texts.line(escapeText(calledIn(label.label, locale)), label.accepted),
				...(reasons > 0 ? details(label, reasons, messages) : []),
			]),
		],
		texts.more,
		MAX_STATS,
	);
}

function origin({ sources, licences }: DatasetStats['total'], { crawl }: Messages): string[] {
	const from = [...sources].map(([source, count]) => `${crawl.sources[source]} ${count}`);
	const under = [...licences].map(([licence, count]) => `${licenceName({ licence })} ${count}`);
	return [from, under].filter((list) => list.length > 0).map((list) => `-# ${list.join(' · ')}`);
}

function details(label: LabelStats, reasons: number, { commands, crawl }: Messages): string[] {
	const texts = commands.dataset;
	const list = <Reason extends string>(
		counts: ReadonlyMap<Reason, number>,
		names: Readonly<Record<Reason, string>>,
	) =>
		[
			...[...counts].slice(0, reasons).map(([reason, count]) => `${names[reason]} ${count}`),
			...(counts.size > reasons ? ['…'] : []),
		].join(', ');
	const parts = [
		...(label.quarantined > 0
			? [texts.quarantined(label.quarantined, list(label.quarantines, crawl.quarantines))]
			: []),
		...(label.rejected > 0 ? [texts.rejected(label.rejected, list(label.rejections, crawl.reasons))] : []),
		...(label.duplicates > 0 ? [texts.duplicates(label.duplicates)] : []),
		...(label.waiting > 0 ? [texts.waiting(label.waiting)] : []),
	];
	return parts.length > 0 ? [`-# ${parts.join(' · ')}`] : [];
}

import { MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { described, escapeText, fitLines, labelText, versionText } from '../../src/bot/kit.ts';
import type { Dataset, Label } from '../../src/dataset/catalogue/catalogue.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { labelsNotLearned, type NotLearned } from '../../src/train/not-learned.ts';
import { type DatasetSubcommand, followedNote } from '../shared/subcommands.ts';

export const list: DatasetSubcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'list',
		...described(({ labels }) => labels.list),
	},
	async execute(interaction, context, dataset) {
		const { messages, locale, registry } = context;
		const names = (await dataset.labels.list()).map(({ name }) => name);
		const classifier = interaction.guildId ?? dataset.classifier;
		const others = await labelsNotLearned(classifier, registry, names);
		const content = [
			await renderLabels(dataset, messages, locale),
			...(others ? [renderOthers(others, classifier, messages)] : []),
			...(await followedNote(interaction, dataset, messages)),
		].join('\n');
		await interaction.reply({ content, flags: MessageFlags.Ephemeral });
	},
};

/** Named; more are counted. */
const NAMED_OTHERS = 10;

/** What is recognised here without being a label of the server's own. */
function renderOthers(
	{ labels, model }: NotLearned,
	classifier: string,
	{ commands, bot }: Messages,
): string {
	const named = labels.slice(0, NAMED_OTHERS).map((label) => escapeText(label, 20));
	const names = bot.answer.labels(named, labels.length - named.length);
	return `-# ${commands.labels.others(names, escapeText(versionText(model, classifier)))}`;
}

/** Leaves room for notes below. */
const MAX_LIST = 1_400;

/** As much of each label as fits into a message. */
export async function renderLabels(
	dataset: Dataset,
	{ commands }: Messages,
	locale: Locale,
): Promise<string> {
	const texts = commands.labels;
	const labels = await dataset.labels.list();
	if (labels.length === 0) return texts.empty;
	const names = (list: readonly string[]) => list.map((name) => escapeText(name)).join(', ');
	const details = ({ entity, aliases, searchTerms, exclusions }: Label) => [
		...(entity ? [texts.taxon(escapeText(entity.name))] : []),
		...(aliases.length > 0 ? [texts.aliases(names(aliases))] : []),
		...(searchTerms.length > 0 ? [texts.searchTerms(names(searchTerms))] : []),
		...(exclusions.length > 0 ? [texts.exclusions(names(exclusions))] : []),
	];
	const lines: { readonly label: Label; readonly text: string }[] = [];
	for (const label of labels)
		lines.push({ label, text: texts.line(labelText(label, locale), await dataset.photos.count(label.id)) });
	return fitLines(
		[true, false],
		(isDetailed) => lines.map(({ label, text }) => [text, ...(isDetailed ? details(label) : [])].join(' · ')),
		texts.more,
		MAX_LIST,
	);
}

import {
	type ChatInputCommandInteraction,
	type MessageComponentInteraction,
	type ModalSubmitInteraction,
	userMention,
} from 'discord.js';
import { type CommandContext, calledIn, escapeText, requireDatasetManager } from '../../src/bot/kit.ts';
import { meaningOf } from '../../src/crawl/sources/index.ts';
import type { Dataset, Label } from '../../src/dataset/catalogue/catalogue.ts';
import { UserError } from '../../src/errors.ts';
import { setTaxon } from '../shared/add-label.ts';
import { asksForTaxa, findTaxa } from '../shared/taxa.ts';
import { renderQuestion } from './question.ts';
import type { Course } from './state.ts';

/** A command, form or button whose message is to show all that follows; it is acknowledged. */
export type LearningInteraction =
	| ChatInputCommandInteraction
	| ModalSubmitInteraction
	| MessageComponentInteraction;

/**
 * Finds out which living thing each label stands for, asks where that is open, and begins once nothing is. All in one
 * message.
 * @throws {UserError} `no-labels` where all labels are gone, `training-quota`, and as `Jobs.start`
 */
export async function goOn(
	interaction: LearningInteraction,
	context: CommandContext,
	course: Course,
): Promise<void> {
	const classifier = requireDatasetManager(interaction, context);
	const dataset = context.catalogue.dataset(classifier);
	for (const position of [...course.labels.keys()].slice(course.position)) {
		const label = await dataset.labels.get(course.labels[position]);
		if (!label || (await isSettled(label, dataset)) || !asksForTaxa(context)) continue;
		const taxa = await findTaxa(label.name, context);
		// By words, where nobody can be asked.
		if (typeof taxa === 'string') continue;
		const meaning = meaningOf(label.name, taxa);
		if (meaning.kind === 'certain') {
			const { id: taxonId, name } = meaning.taxon;
			await setTaxon(label, { taxonId, name }, interaction, context, dataset);
		} else if (meaning.kind === 'open') {
			const question = await renderQuestion(label, meaning.taxa, { ...course, position }, context);
			await interaction.editReply(question);
			return;
		}
	}
	await begin(interaction, context, dataset, course);
}

/** What somebody has confirmed, or collected photos of without, is not asked again. */
async function isSettled({ id, entity }: Label, { photos }: Dataset): Promise<boolean> {
	return entity !== undefined || (await photos.count(id)) > 0;
}

async function begin(
	interaction: LearningInteraction,
	{ learnings, trainingQuota, guildLog, locale }: CommandContext,
	dataset: Dataset,
	{ labels: ids, wanted }: Course,
): Promise<void> {
	const { classifier } = dataset;
	const by = interaction.user.id;
	const labels = await dataset.labels.getAll(ids);
	if (labels.length === 0) throw new UserError('no-labels', {});
	const crawl = { labels: labels.map(({ id }) => id), wanted };
	const wish = { classifier, by, locale, crawl };
	await trainingQuota.spend(classifier, () => learnings.begin(wish, interaction, { inPlace: true }));
	await dataset.audit.record({ action: 'retrain', by, detail: { wanted } });
	void guildLog.post(classifier, null, ({ bot }, guildLocale) => {
		const names = labels.map((label) => escapeText(calledIn(label, guildLocale)));
		return bot.log.crawlStarted(userMention(by), bot.answer.labels(names, 0));
	});
}

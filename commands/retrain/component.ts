import { type MessageComponentInteraction, MessageFlags } from 'discord.js';
import {
	type CommandContext,
	type Component,
	datasetToChange,
	datasetToRead,
	type MessageContent,
	requireDatasetManager,
	requireHost,
	type TrainingWish,
} from '../../src/bot/kit.ts';
import { requireCrawler } from '../../src/crawl/open-crawler.ts';
import { requirePhotoRoom } from '../../src/dataset/quotas.ts';
import { UserError } from '../../src/errors.ts';
import { parseVersionName } from '../../src/registry/version-name.ts';
import { RETRAIN } from '../shared/next-steps.ts';
import { notLearnedNext } from '../shared/not-learned.ts';
import { renderQuestion } from './question.ts';
import { parseStart, type StartState } from './start-state.ts';

/** The buttons of the question, and the one below a training that is under way. */
export const component: Component = {
	...RETRAIN,
	async execute(interaction, state, context) {
		const classifier = requireDatasetManager(interaction, context);
		if (state === 'cancel') return cancel(interaction, context, classifier);
		if (state === 'leave') {
			await interaction.update({ content: context.messages.commands.retrain.left, components: [] });
			return;
		}
		// Below what came before: that stays as it is.
		const isBelow = state === 'now';
		const start = isBelow ? { letGo: false, tunes: false } : parseStart(state);
		if (!start) throw new UserError('component-outdated', {});
		await requireStart(interaction, context, start);
		if (isBelow) {
			const question = await askFirst(interaction, context, classifier);
			if (question) {
				await interaction.reply({ ...question, flags: MessageFlags.Ephemeral });
				return;
			}
		}
		// A server that follows the host gets its copy first, which may take seconds.
		await interaction.deferUpdate();
		await begin(interaction, context, start);
		if (isBelow) return;
		await interaction.editReply({ content: context.messages.commands.retrain.started, components: [] });
	},
};

/** What would stand in the way, before anything is changed. @throws {UserError} */
async function requireStart(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	{ crawl, tunes, fromScratch }: StartState,
): Promise<void> {
	const classifier = requireDatasetManager(interaction, context);
	if (tunes || fromScratch) requireHost(context);
	const seen = await datasetToRead(interaction, context);
	const all = await seen.labels.list();
	const chosen = all.filter(({ id }) => crawl?.labels.includes(id));
	if (all.length === 0) throw new UserError('no-labels', {});
	if (crawl && crawl.labels.length > 0 && chosen.length === 0) throw new UserError('no-labels', {});
	await context.trainingQuota.require(classifier);
	if (crawl) {
		requireCrawler(context);
		const grown = chosen.length > 0 ? chosen : all;
		await requirePhotoRoom(classifier, seen, grown, crawl.wanted, context.quotas);
		if (await context.crawls.isUnderWay(classifier)) throw new UserError('crawl-running', {});
	}
	await context.trainings.requireFree(classifier);
}

/** What to ask before the first model of a classifier's own takes the place of one that knows more; else nothing. */
async function askFirst(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	classifier: string,
): Promise<MessageContent | undefined> {
	const serving = parseVersionName(context.predictorStatus().model, classifier);
	if (serving?.classifier === classifier) return undefined;
	const dataset = await datasetToRead(interaction, context);
	if (!(await notLearnedNext(dataset, { classifier }, context))) return undefined;
	return renderQuestion(dataset, { classifier, isOwn: dataset.classifier === classifier, context });
}

async function begin(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	{ crawl, letGo, tunes, fromScratch }: StartState,
): Promise<void> {
	const classifier = requireDatasetManager(interaction, context);
	const all = await (await datasetToRead(interaction, context)).labels.list();
	const chosen = all.filter(({ id }) => crawl?.labels.includes(id));
	const dataset = await datasetToChange(interaction, context);
	// By name: a server that followed the host's labels has its own now, with other ids.
	const labels = await dataset.labels.findAll(chosen.map(({ name }) => name));
	const wish: TrainingWish = {
		classifier,
		by: interaction.user.id,
		locale: context.locale,
		letGo,
		...(tunes && { fineTune: 'always' }),
		...(fromScratch && { fromScratch }),
		...(crawl && { crawl: { labels: labels.map(({ id }) => id), wanted: crawl.wanted } }),
	};
	await context.trainingQuota.spend(classifier, () => context.trainings.begin(wish, interaction));
	const detail = { wanted: crawl?.wanted ?? null };
	await dataset.audit.record({ action: 'retrain', by: interaction.user.id, detail });
}

async function cancel(
	interaction: MessageComponentInteraction,
	{ trainings, catalogue }: CommandContext,
	classifier: string,
): Promise<void> {
	const by = interaction.user.id;
	if (!(await trainings.cancel(classifier, by))) throw new UserError('component-outdated', {});
	await catalogue.dataset(classifier).audit.record({ action: 'retrain-cancel', by });
	// The message itself is edited when the training has ended.
	await interaction.deferUpdate();
}

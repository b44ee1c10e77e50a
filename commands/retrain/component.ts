import type { MessageComponentInteraction } from 'discord.js';
import type { Component } from '../../src/bot/commands/command.ts';
import type { CommandContext } from '../../src/bot/commands/context.ts';
import {
	datasetToChange,
	datasetToRead,
	requireDatasetManager,
} from '../../src/bot/interactions/dataset-manager.ts';
import { requirePhotoRoom, requireTrainingRoom } from '../../src/bot/quotas.ts';
import { RETRAIN } from '../../src/bot/trainings/render.ts';
import { UserError } from '../../src/errors.ts';
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
		const start = parseStart(state);
		if (!start) throw new UserError('component-outdated', {});
		// A server that follows the host gets its copy first, which may take seconds.
		await interaction.deferUpdate();
		await begin(interaction, context, start);
	},
};

async function begin(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	{ crawl }: StartState,
): Promise<void> {
	const names = namesOf(crawl?.labels ?? [], interaction, context);
	const dataset = await datasetToChange(interaction, context);
	const all = dataset.labels.list();
	if (all.length === 0) throw new UserError('no-labels', {});
	const labels = all.filter(({ name }) => names.includes(name));
	if (crawl && crawl.labels.length > 0 && labels.length === 0) throw new UserError('no-labels', {});
	requireTrainingRoom(dataset, context.quotas, Date.now());
	if (crawl) {
		requirePhotoRoom(dataset, labels.length > 0 ? labels : all, crawl.wanted, context.quotas);
		if (context.crawls.isUnderWay(dataset.classifier)) throw new UserError('crawl-running', {});
	}
	await context.trainings.begin(
		{
			classifier: dataset.classifier,
			by: interaction.user.id,
			locale: context.locale,
			...(crawl && { crawl: { labels: labels.map(({ id }) => id), wanted: crawl.wanted } }),
		},
		interaction,
	);
	await interaction.editReply({ content: context.messages.commands.retrain.started, components: [] });
}

/** By name, because a server that followed the host's labels gets its own, with other ids, when it trains. */
function namesOf(
	ids: readonly number[],
	interaction: MessageComponentInteraction,
	context: CommandContext,
): string[] {
	const { labels } = datasetToRead(interaction, context);
	return ids.flatMap((id) => labels.get(id)?.name ?? []);
}

async function cancel(
	interaction: MessageComponentInteraction,
	{ trainings, catalogue }: CommandContext,
	classifier: string,
): Promise<void> {
	const by = interaction.user.id;
	if (!trainings.cancel(classifier, by)) throw new UserError('component-outdated', {});
	await catalogue.dataset(classifier).audit.record({ action: 'retrain-cancel', by });
	// The message itself is edited when the training has ended.
	await interaction.deferUpdate();
}

import type { ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import {
	type CommandContext,
	datasetToChange,
	datasetToRead,
	defer,
	requireDatasetManager,
} from '../../src/bot/kit.ts';
import { requireCrawler } from '../../src/crawl/open-crawler.ts';
import { UserError } from '../../src/errors.ts';
import { planLearning, requireLearnable } from '../../src/train/learning/plan.ts';
import { addLabel } from '../shared/add-label.ts';
import { goOn } from './go-on.ts';

export interface Wanted {
	readonly names: readonly string[];
	/** Photos that each is to have. */
	readonly wanted: number;
}

/**
 * Begins with names: adds those that are missing, and goes on from there. What would stand in the way is refused before
 * anything is changed.
 * @throws {UserError} `crawler-contact-needed`, `crawl-running`, `training-running`, as `planLearning`,
 * `requireLearnable` and `requireDatasetManager`
 */
export async function start(
	interaction: ChatInputCommandInteraction | ModalSubmitInteraction,
	context: CommandContext,
	{ names, wanted }: Wanted,
): Promise<void> {
	const classifier = requireDatasetManager(interaction, context);
	const seen = await datasetToRead(interaction, context);
	const plan = await planLearning(names, seen);
	await requireLearnable(plan, wanted, classifier, seen, context.quotas);
	await requireFree(classifier, context);
	await defer(interaction, { ephemeral: false });
	const dataset = await datasetToChange(interaction, context);
	const labels: number[] = [];
	for (const name of plan.names) {
		const label =
			(await dataset.labels.find(name)) ?? (await addLabel({ name }, interaction, context, dataset));
		labels.push(label.id);
	}
	await goOn(interaction, context, { labels, wanted, position: 0 });
}

/** @throws {UserError} `crawler-contact-needed`, `training-quota`, `crawl-running`, `training-running` */
export async function requireFree(classifier: string, context: CommandContext): Promise<void> {
	const { trainingQuota, crawls, learnings } = context;
	requireCrawler(context);
	await trainingQuota.require(classifier);
	if (await crawls.isUnderWay(classifier)) throw new UserError('crawl-running', {});
	await learnings.requireFree(classifier);
}

import { openCrawlJobs } from '../crawl/jobs.ts';
import type { Crawler } from '../crawl/open-crawler.ts';
import { queriesFor } from '../crawl/queries.ts';
import { creditLine } from '../dataset/attribution.ts';
import type { Label } from '../dataset/catalogue/catalogue.ts';
import { readList } from '../dataset/catalogue/name-lists.ts';
import { isUserError } from '../errors.ts';
import { openRegistry } from '../host/models.ts';
import { openHostTrainings } from '../host/trainings.ts';
import { messagesFor } from '../i18n/messages.ts';
import { parseVersionName } from '../registry/version-name.ts';
import { exampleAnswers } from '../report/examples.ts';
import { planLearning, requireLearnable } from '../train/learning/plan.ts';
import { labelsNotLearned } from '../train/not-learned.ts';
import { MIN_PICTURES, type TrainingOutcome } from '../train/training.ts';
import { BY, type OpenDataset, openCatalogue } from './catalogue.ts';
import { type CliContext, requireWhole } from './context.ts';
import { followTraining } from './follow-training.ts';
import { settleTaxon } from './learn-taxon.ts';
import { print, printError } from './print.ts';
import { describe, openCrawler } from './retrain.ts';

export interface LearnOptions {
	readonly classifier: string;
	readonly count: string;
}

/** Photos told with what the new model says of them. */
const EXAMPLES = 6;

/** `hantei learn`: 0 whether or not the new model serves, 130 when cancelled; the same command goes on from there. */
export async function learn(
	names: readonly string[],
	options: LearnOptions,
	context: CliContext,
): Promise<number> {
	const wanted = requireWhole('--count', options.count, MIN_PICTURES, 100_000);
	const open = await openCatalogue(context, options.classifier);
	const closing: (() => unknown)[] = [() => open.close()];
	try {
		const { dataset, catalogue } = open;
		const plan = await planLearning(names.flatMap(readList), dataset);
		await requireLearnable(plan, wanted, dataset.classifier, dataset);
		const crawler = await openCrawler(open, context, closing);
		const labels = await addLabels(plan.names, open);
		await sayPlan(labels, wanted, { open, crawler, context });
		const crawlJobs = openCrawlJobs({ crawler, catalogue });
		const trainings = openHostTrainings(context.settings, {
			catalogue,
			crawlJobs,
			onModelsChanged: context.news.tell,
		});
		closing.push(() => trainings.close());
		const crawl = { labels: labels.map(({ id }) => id), wanted };
		const job = await trainings.start({ classifier: dataset.classifier, by: BY, reason: 'learn', crawl });
		await dataset.audit.record({ action: 'retrain', by: BY, detail: { wanted } });
		const outcome = await followTraining(job, context);
		print(`${describe(outcome, context).join('\n')}\n`);
		await sayExamples(outcome, labels, open, context);
		await sayEmpty(labels, open, context);
		return 0;
	} catch (error) {
		if (!isUserError(error, 'cancelled')) throw error;
		printError(`${context.text.learn.cancelled}\n`);
		return 130;
	} finally {
		for (const close of closing.toReversed()) await close();
	}
}

async function addLabels(names: readonly string[], { dataset }: OpenDataset): Promise<Label[]> {
	const labels: Label[] = [];
	for (const name of names) {
		const known = await dataset.labels.find(name);
		labels.push(known ?? (await dataset.labels.add({ name }, BY)));
		if (!known) await dataset.audit.record({ action: 'label-add', by: BY, detail: { label: name } });
	}
	return labels;
}

interface PlanParts {
	readonly open: OpenDataset;
	readonly crawler: Crawler;
	readonly context: CliContext;
}

async function sayPlan(
	labels: readonly Label[],
	wanted: number,
	{ open, crawler, context }: PlanParts,
): Promise<void> {
	const { text, locale, settings } = context;
	const sources = crawler.sources.map((name) => messagesFor(locale).crawl.sources[name]);
	const names = labels.map(({ name }) => name);
	print(`${text.learn.plan(names, wanted, sources)}\n`);
	if (crawler.isLocal) print(`${text.crawl.local(settings.CRAWLER_STAND_IN ?? '')}\n`);
	const here = (await open.dataset.labels.list()).map(({ name }) => name);
	const others = await labelsNotLearned(open.dataset.classifier, openRegistry(settings), here);
	if (others) print(`${(others.isKept ? text.learn.stays : text.learn.lost)(others.labels)}\n`);
	for (const label of labels) await settleTaxon(label, open.dataset, crawler, context);
}

/** Names are told of which nothing was found: their labels are there, and nothing comes of them. */
async function sayEmpty(
	labels: readonly Label[],
	{ dataset }: OpenDataset,
	{ text }: CliContext,
): Promise<void> {
	for (const label of labels) {
		if ((await dataset.photos.count(label.id)) > 0) continue;
		const words = queriesFor(label).map((query) => query.text);
		print(`${text.learn.foundNothing(label.name, words)}\n`);
	}
}

async function sayExamples(
	outcome: TrainingOutcome,
	labels: readonly Label[],
	{ dataset }: OpenDataset,
	{ settings, text, locale }: CliContext,
): Promise<void> {
	if (outcome.kind !== 'trained') return;
	const name = parseVersionName(outcome.version, dataset.classifier);
	if (!name) return;
	const version = await openRegistry(settings).read(name);
	const names = labels.map((label) => label.name);
	const { percent } = messagesFor(locale);
	const lines: string[] = [];
	for (const { sha256, judged, labelled, confidence } of exampleAnswers(version, names).slice(0, EXAMPLES)) {
		const [photo] = await dataset.photos.find(sha256);
		if (!photo) continue;
		const credit = creditLine(photo.provenance);
		lines.push(
			judged === labelled
				? text.learn.example(judged, percent(confidence), credit)
				: text.learn.wrong(judged, percent(confidence), labelled, credit),
		);
	}
	if (lines.length > 0) print(`\n${[text.learn.examples, ...lines].join('\n')}\n`);
}

import { openCrawlJobs } from '../crawl/jobs.ts';
import type { Crawler } from '../crawl/open-crawler.ts';
import { nsfwScoreOf, openHostCrawler } from '../host/crawler.ts';
import { openRegistry } from '../host/models.ts';
import { openHostTrainings } from '../host/trainings.ts';
import { describeVerdict } from '../i18n/verdict.ts';
import { evaluationIn } from '../model/display-names.ts';
import type { TrainingJobs } from '../train/jobs.ts';
import { labelsNotLearned } from '../train/not-learned.ts';
import { MIN_PICTURES, type TrainingOutcome, type TrainingRequest } from '../train/training.ts';
import { BY, type OpenDataset, openCatalogue, requireLabels } from './catalogue.ts';
import { type CliContext, openDevice, openEngine, requireWhole } from './context.ts';
import { followTraining } from './follow-training.ts';
import { print, printError } from './print.ts';
import { formatEvaluation } from './report.ts';

export interface RetrainCommandOptions {
	readonly classifier: string;
	readonly crawl?: true;
	readonly label?: readonly string[];
	readonly count: string;
	readonly force?: true;
	readonly letGo?: true;
	readonly fineTune?: true;
	readonly json?: true;
}

/** `hantei retrain`: a model from the catalogue's photos. 0 whether or not it serves, 130 when cancelled. */
export async function retrain(options: RetrainCommandOptions, context: CliContext): Promise<number> {
	const open = await openCatalogue(context, options.classifier);
	const closing: (() => unknown)[] = [() => open.close()];
	try {
		const request = await requestOf(options, open);
		await openDevice(context);
		const trainings = await openTrainings(request, open, context, closing);
		closing.push(() => trainings.close());
		await sayWhatIsNotLearned(request, open, context);
		const job = await trainings.start(request);
		await open.dataset.audit.record({
			action: 'retrain',
			by: BY,
			detail: { wanted: request.crawl?.wanted ?? null },
		});
		const outcome = await followTraining(job, context);
		print(options.json ? `${JSON.stringify(outcome)}\n` : `${describe(outcome, context).join('\n')}\n`);
		return 0;
	} finally {
		for (const close of closing.toReversed()) await close();
	}
}

/** @throws {UserError} `bad-option`, `label-not-found` */
async function requestOf(
	{ classifier, crawl, label = [], count, force, letGo, fineTune }: RetrainCommandOptions,
	{ dataset }: OpenDataset,
): Promise<TrainingRequest> {
	const labels = (await requireLabels(dataset, label)).map(({ id }) => id);
	const wish = { labels, wanted: requireWhole('--count', count, 1, 100_000) };
	const crawls = crawl === true || label.length > 0;
	return {
		classifier,
		by: BY,
		force: force === true,
		letGo: letGo === true,
		...(fineTune && { fineTune: 'always' }),
		reason: 'command',
		...(crawls && { crawl: wish }),
	};
}

/** What is recognised now and has no label with photos here; what photos may yet come of is not known before the crawl. */
async function sayWhatIsNotLearned(
	{ classifier, crawl, letGo }: TrainingRequest,
	{ dataset }: OpenDataset,
	{ settings, text }: CliContext,
): Promise<void> {
	const learned = (await dataset.stats()).labels
		.filter(({ accepted, duplicates }) => crawl || accepted - duplicates >= MIN_PICTURES)
		.map(({ label }) => label.name);
	const found = await labelsNotLearned(classifier, openRegistry(settings), learned);
	if (!found) return;
	const { keeps, forgets } = text.retrain;
	printError(`${found.isKept && !letGo ? keeps(found.labels, found.model) : forgets(found.labels)}\n`);
}

/** A crawler, and the engine that looks at what it brings, only where photos are wanted. */
async function openTrainings(
	{ crawl }: TrainingRequest,
	open: OpenDataset,
	context: CliContext,
	closing: (() => unknown)[],
): Promise<TrainingJobs> {
	const { catalogue } = open;
	const crawler = crawl && (await openCrawler(open, context, closing));
	const crawlJobs = openCrawlJobs({ crawler, catalogue });
	return openHostTrainings(context.settings, { catalogue, crawlJobs, onModelsChanged: context.news.tell });
}

/** A crawler with the engine that looks at what it brings. @throws {UserError} as `openHostCrawler` */
export async function openCrawler(
	open: OpenDataset,
	context: CliContext,
	closing: (() => unknown)[],
): Promise<Crawler> {
	const { settings, logger } = context;
	const engine = await openEngine(context, settings.HANTEI_WORKERS);
	closing.push(() => engine.close());
	const nsfwScore = nsfwScoreOf(engine, settings);
	const crawler = await openHostCrawler(settings, { ...open, logger, nsfwScore });
	closing.push(() => crawler.close());
	return crawler;
}

export function describe(outcome: TrainingOutcome, { text, locale }: CliContext): string[] {
	const leftOut = outcome.leftOut.map(({ label, photos, missing }) =>
		text.retrain.leftOut(label, photos, missing),
	);
	if (outcome.kind === 'unchanged') return [text.retrain.unchanged(outcome.champion), ...leftOut];
	const { version, verdict, before, photos, evaluation, forced, notLearned, fineTuning } = outcome;
	const labels = outcome.names;
	const names = { champion: before?.version, candidate: version, labels };
	return [
		describeVerdict(verdict, names, locale),
		...(forced ? [text.retrain.forced(version)] : []),
		...(fineTuning?.isKept ? [text.retrain.fineTuned(fineTuning.bytes)] : []),
		'',
		text.retrain.photos(photos.training, photos.holdout, photos.excluded, photos.added),
		...(photos.flagged > 0 ? [text.retrain.flagged(photos.flagged)] : []),
		...leftOut,
		...(notLearned
			? [
					notLearned.isKept
						? text.retrain.stillAnswers(notLearned.labels, notLearned.model)
						: text.retrain.forgotten(notLearned.labels),
					...(notLearned.alike?.length ? [text.retrain.alike(notLearned.alike)] : []),
				]
			: []),
		'',
		formatEvaluation(evaluationIn(evaluation, labels, locale), text.report),
	];
}

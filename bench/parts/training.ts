import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openCrawlJobs } from '../../src/crawl/jobs.ts';
import { openCrawler } from '../../src/crawl/open-crawler.ts';
import { DEFAULT_RULES } from '../../src/crawl/rules.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import { packageVersion } from '../../src/package-root.ts';
import { Registry } from '../../src/registry/registry.ts';
import { openSinglePredictor } from '../../src/registry/single-predictor.ts';
import { openDatabase } from '../../src/store/database.ts';
import { crawlFirst } from '../../src/train/crawl-first.ts';
import { openTrainingJobs, trainingLock } from '../../src/train/jobs.ts';
import { nsfwScorer } from '../../src/train/nsfw-score.ts';
import { trainInProcess } from '../../src/train/process/train-in-process.ts';
import type { TrainingRequest } from '../../src/train/training.ts';
import { milliseconds, quantile, timeOf, times } from '../measure.ts';
import { drawPhoto } from '../pictures.ts';
import { atMost, type Section } from '../report.ts';
import { bundledBackbone, logger, MATERIAL, openEngine } from '../setup.ts';

const LABELS = ['boar', 'crow', 'monkey'];
const CLASSIFIER = 'bench';
const MODEL = { classifier: CLASSIFIER, version: 'v1' };
/** Between two photos of a chat that is busy. */
const PAUSE_MS = 50;
const IDLE_PHOTOS = 150;

/** From files to a model that serves, as the bot does it, and what photos wait for meanwhile. */
export async function training(): Promise<Section> {
	const backbone = await bundledBackbone();
	const engine = openEngine(backbone, 2);
	const folder = await mkdtemp(join(tmpdir(), 'hantei-bench-'));
	const host = await openHost(folder, engine, dirname(backbone.onnxPath));
	try {
		const crawl = { labels: [], wanted: 200 };
		const fromFiles = await timeOf(() => host.train({ crawl }));
		await host.forgetEmbeddings();

		const predictor = await openSinglePredictor(MODEL, { registry: host.registry, engine });
		const photo = await drawPhoto(1200, 900, 1);
		const judgeOne = () => timeOf(() => predictor.predict(photo));
		for (let n = 0; n < 20; n++) await judgeOne();

		const idle: number[] = [];
		for (let n = 0; n < IDLE_PHOTOS; n++) {
			idle.push(await judgeOne());
			await delay(PAUSE_MS);
		}
		const busy: number[] = [];
		let isOver = false;
		// Another model of the same photos, since one that comes to the same is not trained again.
		const again = timeOf(() => host.train({}, `${packageVersion()}-again`)).finally(() => {
			isOver = true;
		});
		while (!isOver) {
			busy.push(await judgeOne());
			await delay(PAUSE_MS);
		}
		const embedAndFit = await again;
		const fitOnly = await timeOf(() => host.train({}, `${packageVersion()}-more`));

		const [idle95, busy95] = [quantile(idle, 0.95), quantile(busy, 0.95)];
		const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
		return {
			title: 'Training: from files to a live model, and what photos wait for meanwhile',
			method: `377 photos of three animals, by the process that trains them beside a bot: read from a folder, normalised, entered, embedded in two views, grouped, cleaned, fitted, compared, promoted. Latency of a photo of 1 MP every ${PAUSE_MS} ms, ${idle.length} without a training and ${busy.length} during one, in one run.`,
			rows: [
				atMost('new photos, from files to a live model', fromFiles, 30_000, seconds),
				{ what: 'photos of the catalogue, none embedded yet', result: seconds(embedAndFit) },
				{ what: 'the same, all embedded', result: seconds(fitOnly) },
				{ what: 'latency without a training, p95', result: milliseconds(idle95) },
				{ what: 'latency during a training, p95', result: milliseconds(busy95) },
				atMost('latency during a training against without, p95', busy95 / idle95, 2, times),
			],
		};
	} finally {
		await host.close();
		await engine.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function openHost(data: string, engine: ReturnType<typeof openEngine>, backbone: string) {
	const database = openDatabase(join(data, 'hantei.sqlite'));
	const catalogue = await Catalogue.open(database);
	for (const name of LABELS) await catalogue.dataset(CLASSIFIER).labels.add({ name }, 'bench');
	const crawler = await openCrawler({
		catalogue,
		photoStore: new PhotoStore(join(data, 'photos')),
		logger,
		rules: { ...DEFAULT_RULES, perAuthor: 10_000 },
		version: packageVersion(),
		folder: join(MATERIAL, 'photos', 'course'),
		sources: ['folder'],
		nsfwScore: nsfwScorer(engine, data),
	});
	const crawlJobs = openCrawlJobs({ crawler, catalogue });
	const models = { folder: join(data, 'models'), shipped: join(data, 'none') };
	return {
		registry: new Registry(models),
		async train(request: Partial<TrainingRequest>, code = packageVersion()) {
			const jobs = openTrainingJobs({
				lock: trainingLock(data),
				train: trainInProcess({
					crawl: crawlFirst(crawlJobs, catalogue),
					settings: {
						dataFolder: data,
						models,
						backbone,
						workers: 2,
						timeoutMs: 20_000,
						limits: DEFAULT_IMAGE_LIMITS,
						memoryMb: 2_000,
						logLevel: 'warn',
						code,
					},
				}),
			});
			const job = await jobs.start({ classifier: CLASSIFIER, by: 'bench', ...request });
			const end = await job.ended;
			if (end.kind !== 'finished') throw new Error('the training did not finish', { cause: end });
		},
		forgetEmbeddings: () => rm(join(data, 'embeddings'), { recursive: true }),
		async close() {
			await crawlJobs.close();
			await crawler.close();
			database.close();
		},
	};
}

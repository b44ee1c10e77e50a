import { setTimeout as delay } from 'node:timers/promises';
import { openCrawlJobs } from '../../src/crawl/jobs.ts';
import type { Job } from '../../src/jobs/jobs.ts';
import { shareJobs } from '../../src/jobs/shared-jobs.ts';
import { openTrainingJobs } from '../../src/train/jobs.ts';
import type { Fault } from '../../test/services/s3-proxy.ts';
import { Load, type Outcomes } from '../faults/load.ts';
import { CLASSIFIER, type ProcessName, Stage, samplePhoto } from '../faults/stage.ts';
import { median } from '../measure.ts';
import type { Row, Section } from '../report.ts';

/** What is promised. */
const WITHIN_S = 30;
/** After which it is given up. */
const PATIENCE_MS = 90_000;
/** How long a job may take on a busy machine, with all that befalls it. */
const JOB_PATIENCE_MS = 240_000;
/** How long an engine is away, or ill. */
const AWAY_MS = 3_000;
const ILL_MS = 10_000;
const PHOTOS_A_CRAWL = 4;

interface Trial {
	readonly name: string;
	/** What is under way meanwhile, besides the photos in chat. */
	readonly job?: 'crawl' | 'train';
	/** @returns once what had failed is there again */
	befall(stage: Stage): Promise<void>;
}

const TRIALS: readonly Trial[] = [
	{ name: 'kill -9 of a classify worker', befall: (stage) => killAndStart(stage, 'classify 0') },
	{
		name: 'kill -9 of a train worker, in a training',
		job: 'train',
		befall: async (stage) => killAndStart(stage, await stage.trainer()),
	},
	{
		name: 'kill -9 of a crawl worker, in a crawl',
		job: 'crawl',
		befall: (stage) => killAndStart(stage, 'train 0'),
	},
	{
		name: 'kill -9 of the leader',
		befall: async (stage) => killAndStart(stage, (await stage.leader()) ?? 'bot 0'),
	},
	{
		name: 'kill -9 of the bot that does not lead',
		befall: async (stage) => killAndStart(stage, (await stage.leader()) === 'bot 0' ? 'bot 1' : 'bot 0'),
	},
	{
		name: `Redis away for ${AWAY_MS / 1000} s, in a training`,
		job: 'train',
		async befall({ servers: { redis } }) {
			await redis.kill();
			await delay(AWAY_MS);
			await redis.start();
		},
	},
	{
		name: 'Redis anew without its data, in a training',
		job: 'train',
		befall: ({ servers: { redis } }) => redis.restart({ keepData: false }),
	},
	{
		name: `PostgreSQL away for ${AWAY_MS / 1000} s, in a crawl`,
		job: 'crawl',
		async befall({ servers: { postgres } }) {
			await postgres.kill();
			await delay(AWAY_MS);
			await postgres.start();
		},
	},
	{
		name: 'S3 slow: 2 s for each answer, in a crawl',
		job: 'crawl',
		befall: ill({ kind: 'slow', ms: 2_000 }, () => true),
	},
	{
		name: 'S3 answers 500, in a training',
		job: 'train',
		befall: ill({ kind: 'status', status: 500 }, () => true),
	},
	{
		name: 'S3: every second upload is torn, in a crawl',
		job: 'crawl',
		befall: ill({ kind: 'cut-upload' }, ({ method }, asked) => method === 'PUT' && asked % 2 === 0),
	},
];

type Done = Outcomes & {
	readonly seconds: number;
	readonly half: number;
	readonly withoutFile: number;
	readonly job: string;
};

/** Each engine and each process of a whole Hantei dies or falls ill, so many times, while photos are posted. */
export async function faults(times: number): Promise<Section> {
	const stage = await Stage.open();
	const load = new Load(stage.playground, stage.channels, await samplePhoto());
	const rows: Row[] = [];
	try {
		const jobs = await openJobs(stage);
		await jobs.fill();
		for (const trial of TRIALS) {
			const done: Done[] = [];
			for (let time = 0; time < times; time++) {
				done.push(await tryOnce(stage, load, jobs, trial));
				console.error(`${trial.name}: ${JSON.stringify(done.at(-1))}`);
			}
			rows.push(rowOf(trial.name, done));
		}
	} finally {
		load.stop();
		await stage.close();
	}
	return {
		title: 'Faults: a whole Hantei on Redis, PostgreSQL and S3',
		method: `Two bots with a shard each, two workers that classify and two that train and crawl, on real servers of this machine; a photo a second, in turn on each shard and as a direct message; each fault ${times} times. What is killed is started again at once. Seconds from when it is there again until every photo is judged within ten seconds, all processes are known and one leads.`,
		rows,
	};
}

function rowOf(what: string, done: readonly Done[]): Row {
	const sum = (of: (one: Done) => number) => done.reduce((total, one) => total + of(one), 0);
	const seconds = done.map((one) => one.seconds);
	const [lost, doubled, half, withoutFile] = [
		sum((one) => one.lost),
		sum((one) => one.doubled),
		sum((one) => one.half),
		sum((one) => one.withoutFile),
	];
	const longest = Math.max(...seconds);
	const jobs = countBy(done.flatMap(({ job }) => job || []));
	return {
		what: `${what} (${done.length} times)`,
		result: `of ${sum((one) => one.photos)} photos ${lost} lost, ${doubled} doubled, ${sum((one) => one.busy)} told busy; serves again after ${median(seconds).toFixed(0)} s, ${longest.toFixed(0)} s at most; ${half} models half published, ${withoutFile} rows without file${jobs && `; jobs: ${jobs}`}`,
		target: `none lost, doubled, half or without file; at most ${WITHIN_S} s`,
		reached: lost + doubled + half + withoutFile === 0 && longest <= WITHIN_S,
	};
}

/** How often each: `19 finished, 1 failed`. */
function countBy(values: readonly string[]): string {
	const kinds = [...new Set(values)];
	return kinds.map((kind) => `${values.filter((value) => value === kind).length} ${kind}`).join(', ');
}

async function tryOnce(stage: Stage, load: Load, jobs: Jobs, { job: kind, befall }: Trial): Promise<Done> {
	await until(
		async () => (await stage.isWhole()) && load.isAnswered(performance.now() - 10_000),
		PATIENCE_MS,
	);
	const begun = performance.now();
	const job = kind && (await jobs.start(kind));
	await befall(stage);
	const back = performance.now();
	let wholeAt: number | undefined;
	await until(async () => {
		if (!(await stage.isWhole())) {
			wholeAt = undefined;
			return false;
		}
		wholeAt ??= performance.now();
		return load.isAnswered(wholeAt);
	}, PATIENCE_MS);
	const served = performance.now();
	await until(async () => load.isSettled(begun, served), PATIENCE_MS);
	const end = job && (await Promise.race([job.ended, delay(JOB_PATIENCE_MS)]));
	const seconds = (Math.max(wholeAt ?? back + PATIENCE_MS, load.goodSince(back)) - back) / 1000;
	return {
		...load.outcomes(begun, served),
		seconds,
		half: await stage.halfPublished(),
		withoutFile: await stage.rowsWithoutFile(),
		job: job ? (end?.kind ?? 'not ended') : '',
	};
}

interface Jobs {
	/** Photos to train on. */
	fill(): Promise<void>;
	/** @returns once it is under way */
	start(kind: 'crawl' | 'train'): Promise<Job<never, unknown, unknown>>;
}

async function openJobs({ redis, catalogue }: Stage): Promise<Jobs> {
	const open = await shareJobs({ redis, concurrencyOf: () => 0, onError: () => {} });
	const nobody = () => Promise.reject(new Error('this process does nothing'));
	const crawls = openCrawlJobs({ crawler: undefined, catalogue }, open);
	const trainings = openTrainingJobs({ train: nobody, lock: nobody }, open);
	const dataset = catalogue.dataset(CLASSIFIER);
	const labels: number[] = [];
	let wanted = 8;
	const start = async (kind: 'crawl' | 'train') => {
		wanted += PHOTOS_A_CRAWL;
		const job =
			kind === 'crawl'
				? await crawls.start({ classifier: CLASSIFIER, labels, wanted, by: 'cli' })
				: await trainings.start({ classifier: CLASSIFIER, by: 'cli', force: true });
		let isOver = false;
		void job.ended.then(() => {
			isOver = true;
		});
		await until(async () => isOver || job.state().progress !== undefined, PATIENCE_MS);
		return job as Job<never, unknown, unknown>;
	};
	return {
		start,
		async fill() {
			for (const name of ['apple', 'crow']) labels.push((await dataset.labels.add({ name }, 'cli')).id);
			const filled = await (await start('crawl')).ended;
			if (filled.kind !== 'finished') throw new Error(`the first crawl ${JSON.stringify(filled)}`);
		},
	};
}

async function killAndStart(stage: Stage, name: ProcessName): Promise<void> {
	await stage.kill(name);
	await stage.start(name);
}

function ill(
	fault: Fault,
	befalls: (asked: { readonly method: string }, count: number) => boolean,
): Trial['befall'] {
	return async ({ proxy }) => {
		let count = 0;
		proxy.fault = (asked) => (befalls(asked, asked.method === 'PUT' ? count++ : count) ? fault : undefined);
		await delay(ILL_MS);
		proxy.fault = () => undefined;
	};
}

async function until(is: () => Promise<boolean>, patienceMs: number): Promise<void> {
	const end = performance.now() + patienceMs;
	while (performance.now() < end && !(await is().catch(() => false))) await delay(250);
}

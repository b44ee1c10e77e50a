import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import { workerFile } from '../../src/model/engine/worker-file.ts';
import { openTrainingJobs, type TrainingJobs, trainingLock } from '../../src/train/jobs.ts';
import { trainInProcess } from '../../src/train/process/train-in-process.ts';
import type { CrawlFirst } from '../../src/train/training.ts';
import type { TrainingProgress, TrainingStep } from '../../src/train/training-progress.ts';
import { sharedBackbone } from '../support/backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { CLASSIFIER, openWorkshop, type Workshop } from './workshop.ts';

const temporaryFolder = temporaryFolders();

let backbone: string;
beforeAll(async () => {
	backbone = dirname((await sharedBackbone()).onnxPath);
});

interface Options {
	readonly memoryMb?: number;
	readonly crawl?: (wish: CrawlFirst) => Promise<void>;
	readonly onProgress?: (progress: TrainingProgress) => void;
}

function jobsOf(
	{ data, models }: Workshop,
	{ memoryMb = 2_000, crawl, onProgress }: Options = {},
): TrainingJobs {
	const train = trainInProcess({
		crawl: (_, wish) => (crawl ? crawl(wish) : Promise.reject(new Error('nobody asked for a crawl'))),
		settings: {
			dataFolder: data,
			models,
			backbone,
			workers: 2,
			timeoutMs: 20_000,
			limits: DEFAULT_IMAGE_LIMITS,
			memoryMb,
			logLevel: 'silent',
			code: '1.2.3',
		},
	});
	const jobs = openTrainingJobs({
		lock: trainingLock(data),
		train: (request, options) =>
			train(request, {
				...options,
				onProgress: (progress) => {
					options.onProgress(progress);
					onProgress?.(progress);
				},
			}),
	});
	onTestFinished(() => jobs.close());
	return jobs;
}

async function workshopWithPhotos(): Promise<Workshop> {
	const workshop = await openWorkshop(await temporaryFolder());
	await workshop.add('fence', 'fence', 12);
	await workshop.add('house', 'house', 12);
	return workshop;
}

/** Processes that a parent has started and that train. */
function trainingProcesses(parent: number | undefined = process.pid): number[] {
	const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	return ids.map(Number).filter((id) => trains(id) && Number(statOf(`/proc/${id}`)[1]) === parent);
}

/** Whether a process is one that trains, and has not ended. */
function trains(id: number): boolean {
	try {
		return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('training-process');
	} catch {
		return false;
	}
}

/** What Linux tells of a process or thread, from its state on; nothing of one that has just ended. */
function statOf(folder: string): string[] {
	try {
		return readFileSync(`${folder}/stat`, 'utf8').split(') ')[1].split(' ');
	} catch {
		return [];
	}
}

const request = { classifier: CLASSIFIER, by: 'cli' };
const onLinux = describe.skipIf(process.platform !== 'linux');

describe('a training in a process of its own', () => {
	it('has its parent collect photos, tells how far it is, and ends with a model that serves', async () => {
		const workshop = await openWorkshop(await temporaryFolder());
		const steps = new Set<TrainingStep>();
		const wishes: CrawlFirst[] = [];
		const jobs = jobsOf(workshop, {
			crawl: async (wish) => {
				wishes.push(wish);
				await workshop.add('fence', 'fence', 12);
				await workshop.add('house', 'house', 12);
			},
			onProgress: ({ step }) => steps.add(step),
		});
		const job = await jobs.start({ ...request, crawl: { labels: [], wanted: 12 } });
		expect(await job.ended).toMatchObject({
			kind: 'finished',
			result: { kind: 'trained', version: 'default/v1', promoted: true, photos: { added: 24 } },
		});
		expect(wishes).toEqual([{ labels: [], wanted: 12 }]);
		expect([...steps]).toEqual(['crawl', 'embed', 'group', 'clean', 'fit', 'evaluate', 'decide', 'publish']);
		expect(await workshop.registry.aliases(CLASSIFIER)).toMatchObject({ champion: 'v1' });
	});

	it('hands over why it refuses, and why its parent could not collect', async () => {
		const workshop = await openWorkshop(await temporaryFolder());
		expect(await (await jobsOf(workshop).start(request)).ended).toMatchObject({
			kind: 'failed',
			error: { name: 'UserError', code: 'too-few-labels', details: { labels: 0 } },
		});
		const crawling = await jobsOf(workshop).start({ ...request, crawl: { labels: [], wanted: 1 } });
		expect(await crawling.ended).toMatchObject({
			kind: 'failed',
			error: { message: expect.stringContaining('nobody asked for a crawl') },
		});
	});

	it.each(['crawl', 'embed', 'fit'] as const)('can be cancelled at the step "%s"', async (cancelledAt) => {
		const workshop = await workshopWithPhotos();
		const jobs = jobsOf(workshop, {
			// One that goes on for ever, so that only a kill ends it.
			crawl: () => (cancelledAt === 'crawl' ? new Promise(() => {}) : Promise.resolve()),
			onProgress: ({ step }) => {
				if (step === cancelledAt) void jobs.get(CLASSIFIER).then((job) => job?.cancel());
			},
		});
		const job = await jobs.start({ ...request, crawl: { labels: [], wanted: 1 } });
		expect(await job.ended).toEqual({ kind: 'cancelled' });
		expect(await workshop.versions()).toEqual([]);
	});

	it('ends itself when it needs more memory than it may have', async () => {
		const workshop = await workshopWithPhotos();
		expect(await (await jobsOf(workshop, { memoryMb: 60 }).start(request)).ended).toMatchObject({
			kind: 'failed',
			error: { code: 'training-out-of-memory', details: { limitMb: 60 } },
		});
	});
});

onLinux('the process of a training', () => {
	it('may be killed: the training failed, the models are whole, and the next one works', async () => {
		const workshop = await workshopWithPhotos();
		const jobs = jobsOf(workshop, {
			onProgress: ({ step }) => {
				if (step === 'clean') for (const id of trainingProcesses()) process.kill(id, 'SIGKILL');
			},
		});
		expect(await (await jobs.start(request)).ended).toMatchObject({
			kind: 'failed',
			error: { code: 'training-crashed', details: { how: 'SIGKILL' } },
		});
		expect(await workshop.versions()).toEqual([]);
		expect(await (await jobsOf(workshop).start(request)).ended).toMatchObject({ kind: 'finished' });
	});

	it('ends with its parent, however that ends', async () => {
		const workshop = await workshopWithPhotos();
		const { filename, execArgv } = workerFile('./training-parent', import.meta.url);
		const parent = fork(filename, [workshop.data, workshop.models.folder, backbone], { execArgv });
		await once(parent, 'message');
		const [child] = trainingProcesses(parent.pid);
		expect(child).toBeDefined();
		parent.kill('SIGKILL');
		await vi.waitFor(() => expect(trains(child)).toBe(false), { timeout: 20_000 });
		expect(await workshop.versions()).toEqual([]);
	});

	it('gives way to every other one, with all its threads', async () => {
		const workshop = await workshopWithPhotos();
		const priorities = new Set<number>();
		const jobs = jobsOf(workshop, {
			onProgress: ({ step, done = 0 }) => {
				if (step !== 'embed' || done === 0) return;
				for (const id of trainingProcesses())
					for (const thread of readdirSync(`/proc/${id}/task`))
						for (const nice of statOf(`/proc/${id}/task/${thread}`).slice(16, 17))
							priorities.add(Number(nice));
			},
		});
		await (await jobs.start(request)).ended;
		expect([...priorities]).toEqual([19]);
	});

	it('does not while a network is read that somebody waits for', async () => {
		const workshop = await openWorkshop(await temporaryFolder());
		const priorities = new Set<number>();
		const jobs = jobsOf(workshop, {
			onProgress: ({ step }) => {
				if (step === 'read') for (const id of trainingProcesses()) priorities.add(getPriority(id));
			},
		});
		const network = { path: join(workshop.data, 'none.h5'), name: 'none.h5', licence: 'MIT' };
		expect(await (await jobs.start({ ...request, network })).ended).toMatchObject({ kind: 'failed' });
		expect([...priorities]).toEqual([getPriority()]);
	});
});

describe('two processes', () => {
	it('do not train one classifier at once', async () => {
		const data = await temporaryFolder();
		const { filename, execArgv } = workerFile('./lock-holder', import.meta.url);
		const holder = fork(filename, [data, CLASSIFIER], { execArgv });
		onTestFinished(() => void holder.kill('SIGKILL'));
		await once(holder, 'message');

		const lock = trainingLock(data);
		const never = new AbortController().signal;
		await expect(lock(request, never)).rejects.toMatchObject({
			code: 'training-running',
			details: { process: expect.stringMatching(new RegExp(`^${holder.pid} on `)) },
		});
		const other = await lock({ ...request, classifier: 'other' }, never);
		await other();
		holder.send('release');
		await once(holder, 'message');
		await (await lock(request, never))();
	});
});

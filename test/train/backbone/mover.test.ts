import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { DEFAULT_IMAGE_LIMITS } from '../../../src/image/limits.ts';
import { type Backbone, writeBackbone } from '../../../src/model/backbone/folder.ts';
import { EMBEDDING } from '../../../src/model/backbone/manifest.ts';
import { Network } from '../../../src/model/formats/network/network.ts';
import { pixels } from '../../../src/model/formats/network/pixels.ts';
import { globalPool } from '../../../src/model/formats/network/pooling.ts';
import { Registry } from '../../../src/registry/registry.ts';
import { choiceInFolder } from '../../../src/train/backbone/choice.ts';
import { BackboneMover, type MoverParts } from '../../../src/train/backbone/mover.ts';
import { openBackboneInUse } from '../../../src/train/backbone/open-in-use.ts';
import { tryOutBackbone } from '../../../src/train/backbone/try-out.ts';
import type { TrainingEnd, TrainingJob } from '../../../src/train/jobs.ts';
import type { TrainingRequest } from '../../../src/train/training.ts';
import { recordingLogger } from '../../support/backbone.ts';
import { installSmallBackbone } from '../../support/small-backbone.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { newVersion } from '../../support/versions.ts';

const temporaryFolder = temporaryFolders();
const [PARK, ZOO, FOLLOWER] = ['111111111111111111', '222222222222222222', '333333333333333333'] as const;

let data: string;
let registry: Registry;
let backbones: Record<'old' | 'new', Backbone>;
let logger: ReturnType<typeof recordingLogger>;

beforeEach(async () => {
	data = await temporaryFolder();
	const folder = join(data, 'models');
	registry = new Registry({ folder, shipped: join(data, 'shipped') });
	logger = recordingLogger();
	backbones = {
		old: await installSmallBackbone(data, 'old', { seed: 1 }),
		new: await installSmallBackbone(data, 'new', { seed: 2 }),
	};
	for (const classifier of ['default', PARK, ZOO]) await publish(classifier, 'old');
	await registry.write(FOLLOWER, versionOn('old'));
	await choiceInFolder(data).change((now) => ({ ...now, inUse: 'old' }));
});

function versionOn(name: keyof typeof backbones) {
	const version = newVersion();
	const { id, sha256 } = backbones[name].manifest;
	const backbone = { ...version.manifest.backbone, id, sha256 };
	return { ...version, manifest: { ...version.manifest, backbone } };
}

async function publish(classifier: string, on: keyof typeof backbones): Promise<string> {
	const name = await registry.write(classifier, versionOn(on));
	await registry.promote(name);
	return `${classifier}/${name.version}`;
}

type Training = (request: TrainingRequest, signal: AbortSignal) => Promise<TrainingEnd>;

/** Trainings that each end as a test says; the one of a classifier that is under way can be asked for. */
class FakeTrainings {
	readonly requests: TrainingRequest[] = [];
	readonly #jobs = new Map<string, TrainingJob>();
	train: Training = promotes;

	async start(request: TrainingRequest): Promise<TrainingJob> {
		if (this.#jobs.has(request.classifier)) throw new UserError('training-running', {});
		this.requests.push(request);
		const stop = new AbortController();
		const ended = this.train(request, stop.signal).finally(() => this.#jobs.delete(request.classifier));
		const job = { data: request, state: () => ({}), onProgress: () => {}, ended, cancel: () => stop.abort() };
		this.#jobs.set(request.classifier, job);
		return job;
	}

	async get(classifier: string): Promise<TrainingJob | undefined> {
		return this.#jobs.get(classifier);
	}
}

const promotes: Training = async ({ classifier }) =>
	trained(await publish(classifier, 'new'), { promoted: true, verdict: verdict('promote', 'no-worse') });

const untilStopped: Training = (_, signal) =>
	new Promise((resolve) => signal.addEventListener('abort', () => resolve({ kind: 'cancelled' })));

const verdict = (decision: 'promote' | 'keep', reason: 'no-worse' | 'worse') => ({
	decision,
	reason,
	pairs: 9,
});

function trained(version: string, facts: object): TrainingEnd {
	return {
		kind: 'finished',
		result: { kind: 'trained', version, leftOut: [], ...facts },
	} as unknown as TrainingEnd;
}

let trainings: FakeTrainings;

function moverOf(parts: Partial<MoverParts> = {}): BackboneMover {
	trainings = new FakeTrainings();
	const mover = new BackboneMover({
		dataFolder: data,
		setting: undefined,
		choice: choiceInFolder(data),
		registry,
		trainings,
		tryOut: async () => {},
		logger,
		lookMs: 5,
		...parts,
	});
	onTestFinished(() => mover.close());
	return mover;
}

const trainedClassifiers = () => trainings.requests.map(({ classifier }) => classifier);

describe('a move to another backbone', () => {
	it('trains the classifiers with a model of their own one by one, and says what became of each', async () => {
		const mover = moverOf();
		await mover.begin('new', 'cli');
		await mover.settled();
		expect(trainings.requests).toEqual(
			['default', PARK, ZOO].map((classifier) => ({ classifier, by: 'cli', reason: 'move' })),
		);
		expect(await mover.inUse()).toMatchObject({
			inUse: 'new',
			move: {
				from: 'old',
				to: 'new',
				state: 'finished',
				ends: {
					default: { kind: 'moved', before: 'default/v1', serving: 'default/v2' },
					[PARK]: { kind: 'moved', before: `${PARK}/v1`, serving: `${PARK}/v2` },
					[ZOO]: { kind: 'moved', before: `${ZOO}/v1`, serving: `${ZOO}/v2` },
				},
			},
		});
		expect(mover.progress()).toBeUndefined();
	});

	it('leaves a classifier where it is whose new model is no match, that has no photos, or whose training fails', async () => {
		const mover = moverOf();
		const ends: Record<string, TrainingEnd> = {
			default: trained('default/v2', { promoted: false, verdict: verdict('keep', 'worse') }),
			[PARK]: { kind: 'failed', error: new UserError('labels-not-ready', { labels: [], needed: 5 }) },
			[ZOO]: { kind: 'failed', error: new UserError('training-out-of-memory', { limitMb: 9 }) },
		};
		trainings.train = async ({ classifier }) => ends[classifier] as TrainingEnd;
		await mover.begin('new', 'cli');
		await mover.settled();
		expect((await mover.inUse()).move).toMatchObject({
			state: 'finished',
			ends: {
				default: {
					kind: 'kept',
					serving: 'default/v1',
					candidate: 'default/v2',
					verdict: { reason: 'worse' },
				},
				[PARK]: { kind: 'no-photos', serving: `${PARK}/v1` },
				[ZOO]: { kind: 'failed', refusal: { code: 'training-out-of-memory', details: { limitMb: 9 } } },
			},
		});
	});

	it('does not train what is served by that backbone already, and tells a return from a refusal', async () => {
		await publish(PARK, 'new');
		const mover = moverOf();
		trainings.train = async ({ classifier }) => {
			const champion = classifier === ZOO ? `${ZOO}/v7` : 'default/v1';
			return { kind: 'finished', result: { kind: 'unchanged', champion, leftOut: [] } };
		};
		await mover.begin('new', 'cli');
		await mover.settled();
		expect(trainedClassifiers()).toEqual(['default', ZOO]);
		expect((await mover.inUse()).move?.ends).toMatchObject({
			default: { kind: 'kept', serving: 'default/v1' },
			[PARK]: { kind: 'already', serving: `${PARK}/v2` },
			[ZOO]: { kind: 'returned', before: `${ZOO}/v1`, serving: `${ZOO}/v7` },
		});
	});

	it('waits while somebody trains the classifier, and while another process does', async () => {
		const mover = moverOf();
		let end = () => {};
		trainings.train = () =>
			new Promise((resolve) => {
				end = () => resolve({ kind: 'cancelled' });
			});
		await trainings.start({ classifier: 'default', by: '123', reason: 'command' });
		let refusals = 0;
		await mover.begin('new', 'cli');
		await expect.poll(() => mover.progress()).toMatchObject({ classifier: 'default', done: 0, total: 3 });
		expect(trainings.requests).toHaveLength(1);
		trainings.train = async (request, signal) =>
			refusals++ < 2
				? { kind: 'failed', error: new UserError('training-running', { process: '1 on host' }) }
				: promotes(request, signal);
		end();
		await mover.settled();
		expect(trainedClassifiers()).toEqual(['default', 'default', 'default', 'default', PARK, ZOO]);
		expect((await mover.inUse()).move?.state).toBe('finished');
	});
});

describe('a move that does not come to its end', () => {
	it('is undone by cancelling it: new models are made on the former backbone, and what has moved stays', async () => {
		const mover = moverOf();
		trainings.train = (request, signal) =>
			request.classifier === PARK ? untilStopped(request, signal) : promotes(request, signal);
		await mover.begin('new', 'cli');
		await expect.poll(() => mover.progress()?.classifier).toBe(PARK);
		expect((await choiceInFolder(data).read()).inUse).toBe('new');
		expect(await mover.cancel()).toBe(true);
		await mover.settled();
		const { inUse, move } = await mover.inUse();
		expect(inUse).toBe('old');
		expect(move).toMatchObject({ state: 'cancelled', ends: { default: { kind: 'moved' } } });
		expect(Object.keys(move?.ends ?? {})).toEqual(['default']);
		expect(await mover.cancel()).toBe(false);
		expect(await mover.resume()).toBe(false);
	});

	it('can be cancelled by another process', async () => {
		const mover = moverOf();
		trainings.train = untilStopped;
		await mover.begin('new', 'cli');
		const underWay = trainings;
		await expect.poll(() => underWay.requests).toHaveLength(1);
		expect(await moverOf().cancel()).toBe(true);
		await mover.settled();
		expect(await choiceInFolder(data).read()).toMatchObject({
			inUse: 'old',
			move: { state: 'cancelled', ends: {} },
		});
	});

	it('goes on with what is left when the process has ended, and only with that', async () => {
		const first = moverOf();
		trainings.train = (request, signal) =>
			request.classifier === PARK ? untilStopped(request, signal) : promotes(request, signal);
		await first.begin('new', 'cli');
		await expect.poll(() => first.progress()?.classifier).toBe(PARK);
		await first.close();
		expect(await choiceInFolder(data).read()).toMatchObject({ inUse: 'new', move: { state: 'under-way' } });

		const second = moverOf();
		expect(await second.resume()).toBe(true);
		await second.settled();
		expect(trainedClassifiers()).toEqual([PARK, ZOO]);
		expect((await second.inUse()).move).toMatchObject({
			state: 'finished',
			ends: { default: { kind: 'moved' }, [PARK]: { kind: 'moved' }, [ZOO]: { kind: 'moved' } },
		});
		expect(await second.resume()).toBe(false);
	});

	it('is gone on with by asking for it again, and given up for one to elsewhere', async () => {
		const first = moverOf();
		trainings.train = (request, signal) =>
			request.classifier === PARK ? untilStopped(request, signal) : promotes(request, signal);
		const { startedAt } = await first.begin('new', 'cli');
		await expect.poll(() => first.progress()?.classifier).toBe(PARK);
		await expect(first.begin('new', 'cli')).rejects.toMatchObject({ code: 'backbone-move-running' });
		await first.close();

		const again = moverOf();
		trainings.train = untilStopped;
		expect(await again.begin('new', 'cli')).toMatchObject({
			startedAt,
			ends: { default: { kind: 'moved' } },
		});
		await again.close();

		const back = moverOf();
		expect(await back.begin('old', 'cli')).toMatchObject({ from: 'old', to: 'old', ends: {} });
		await back.settled();
		expect(trainedClassifiers()).toEqual(['default']);
		expect((await back.inUse()).inUse).toBe('old');
	});
});

describe('a backbone', () => {
	it.each(['../old', 'old/../new', '', '.', '/etc', 'nowhere', 'a'.repeat(5000)])(
		'of an impossible name is not there to be chosen (%#)',
		async (name) => {
			const before = await readFile(join(data, 'backbone.json'), 'utf8');
			await expect(moverOf().begin(name, 'cli')).rejects.toMatchObject({ code: 'backbone-not-installed' });
			expect(await readFile(join(data, 'backbone.json'), 'utf8')).toBe(before);
		},
	);

	it('that is damaged is refused, and nothing changes', async () => {
		await writeFile(backbones.new.onnxPath, 'altered');
		await expect(moverOf().begin('new', 'cli')).rejects.toMatchObject({ code: 'backbone-damaged' });
		expect(await choiceInFolder(data).read()).toEqual({ format: 1, inUse: 'old' });
	});

	it('that does not answer with unit vectors, or does not run at all, is refused', async () => {
		const tryOut = (backbone: Backbone) =>
			tryOutBackbone(backbone, { timeoutMs: 20_000, limits: DEFAULT_IMAGE_LIMITS, logger });
		const network = new Network();
		const photo = pixels(network, { width: 32, height: 32 });
		network.output(EMBEDDING, globalPool(network, 'GlobalAveragePool', photo));
		const manifest = {
			input: { width: 32, height: 32 },
			parts: [3],
			dimension: 3,
			licence: 'MIT',
			sources: [],
		};
		await writeBackbone(join(data, 'backbones', 'long'), network.finish(), { id: 'long', ...manifest });
		await writeBackbone(join(data, 'backbones', 'noise'), Uint8Array.of(1, 2, 3), {
			id: 'noise',
			...manifest,
		});
		const mover = moverOf({ tryOut });
		await expect(mover.begin('long', 'cli')).rejects.toMatchObject({
			code: 'backbone-unusable',
			details: { id: 'long', reason: expect.stringContaining('instead of 1') },
		});
		await expect(mover.begin('noise', 'cli')).rejects.toMatchObject({ code: 'backbone-unusable' });
		expect(await choiceInFolder(data).read()).toEqual({ format: 1, inUse: 'old' });
		await mover.begin('new', 'cli');
		await mover.settled();
		expect((await choiceInFolder(data).read()).inUse).toBe('new');
	});

	it('cannot be chosen while the environment says which is in use', async () => {
		const mover = moverOf({ setting: 'bundled' });
		await expect(mover.begin('new', 'cli')).rejects.toMatchObject({
			code: 'backbone-set',
			details: { setting: 'bundled' },
		});
	});
});

describe('what is in use', () => {
	const open = (setting?: string) =>
		openBackboneInUse({ dataFolder: data, setting, choice: choiceInFolder(data), logger });

	it('is what was chosen, unless the environment says another', async () => {
		expect((await open()).manifest.id).toBe('old');
		expect((await open(dirname(backbones.new.onnxPath))).manifest.id).toBe('new');
	});

	it('is the bundled one where what was chosen is gone, and the log says so', async () => {
		await rm(dirname(backbones.old.onnxPath), { recursive: true });
		expect((await open()).manifest.id).not.toBe('old');
		expect(logger.lines).toContain(
			'error: the backbone in use cannot be used; the bundled one takes its place',
		);
	});

	it.each(['', '{', '{"format":1}', '{"format":2,"inUse":"old"}', '[]'])(
		'is the bundled one where the file says %j',
		async (text) => {
			await writeFile(join(data, 'backbone.json'), text);
			expect(await choiceInFolder(data).read()).toEqual({ format: 1, inUse: 'bundled' });
		},
	);

	it('is not taken for something else where the file cannot be read', async () => {
		await rm(join(data, 'backbone.json'));
		await mkdir(join(data, 'backbone.json'));
		await expect(choiceInFolder(data).read()).rejects.toThrow('EISDIR');
	});
});

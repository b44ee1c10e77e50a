import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { openBackbones } from '../../../src/model/backbone/shared-backbones.ts';
import { Registry } from '../../../src/registry/registry.ts';
import { folderStorage } from '../../../src/storage/storage.ts';
import type { Database } from '../../../src/store/database.ts';
import { openPostgres } from '../../../src/store/postgres/open-postgres.ts';
import { choiceInFolder, openChoice } from '../../../src/train/backbone/choice.ts';
import type { BackboneChoice } from '../../../src/train/backbone/in-use.ts';
import { BackboneMover, type MoverParts } from '../../../src/train/backbone/mover.ts';
import { type OpenInUseOptions, openBackboneInUse } from '../../../src/train/backbone/open-in-use.ts';
import type { TrainingEnd, TrainingJob } from '../../../src/train/jobs.ts';
import { postgresFolders, startPostgres, type TestPostgres } from '../../services/postgres.ts';
import { describeWith } from '../../services/programs.ts';
import { recordingLogger } from '../../support/backbone.ts';
import { installSmallBackbone } from '../../support/small-backbone.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

/** Between two signs of life. */
const LOOK_MS = 100;

const WITHOUT_PHOTOS: TrainingEnd = {
	kind: 'failed',
	error: new UserError('labels-not-ready', { labels: [], needed: 5 }),
};

/** Those of the host's classifier, which end when a test says so. */
class HeldTrainings {
	readonly begun: TrainingJob[] = [];
	end: () => void = () => {};

	async start(data: TrainingJob['data']): Promise<TrainingJob> {
		let cancel = () => {};
		const ended = new Promise<TrainingEnd>((resolve) => {
			this.end = () => resolve(WITHOUT_PHOTOS);
			cancel = () => resolve({ kind: 'cancelled' });
		});
		const job = { data, state: () => ({}), onProgress: () => {}, ended, cancel };
		this.begun.push(job);
		return job;
	}

	async get(): Promise<undefined> {
		return undefined;
	}
}

/** Of one that stands still, nothing is heard until it goes on. */
function standingStill(choice: BackboneChoice): BackboneChoice & { stop(): void; goOn(): void } {
	let going = Promise.resolve();
	let goOn = () => {};
	return {
		isShared: true,
		read: () => going.then(() => choice.read()),
		change: (change) => going.then(() => choice.change(change)),
		stop() {
			going = new Promise((resolve) => {
				goOn = resolve;
			});
		},
		goOn: () => goOn(),
	};
}

interface Machine {
	readonly mover: BackboneMover;
	readonly trainings: HeldTrainings;
	readonly options: OpenInUseOptions;
}

function suite(): void {
	let server: TestPostgres;
	let url: string;
	let store: string;
	const opened: Database[] = [];
	const movers: BackboneMover[] = [];

	beforeAll(async () => {
		server = await startPostgres();
	});
	afterAll(() => server.stop());
	beforeEach(async () => {
		url = await server.createDatabase();
		store = await temporaryFolder();
	});
	afterEach(async () => {
		await Promise.all(movers.splice(0).map((mover) => mover.close()));
		await Promise.all(opened.splice(0).map((database) => database.close()));
	});

	/** A process on a machine of its own: it has the rows and the store in common with others, and its folder to itself. */
	async function machine(
		dataFolder: string,
		given: { readonly choice?: BackboneChoice; readonly sharesFiles?: boolean } = {},
	): Promise<Machine> {
		const logger = recordingLogger();
		const database = await openPostgres(url);
		opened.push(database);
		const { sharesFiles = true, choice = openChoice({ dataFolder, url }, logger, database) } = given;
		const stores = sharesFiles
			? folderStorage({ dataFolder: store, modelsFolder: join(store, 'models') }).backbones
			: undefined;
		const options = {
			dataFolder,
			setting: undefined,
			choice,
			backbones: openBackbones(dataFolder, undefined, stores),
		};
		const trainings = new HeldTrainings();
		const parts: MoverParts = {
			...options,
			logger,
			trainings,
			registry: new Registry({ folder: join(store, 'models'), shipped: join(store, 'shipped') }),
			tryOut: async () => {},
			lookMs: LOOK_MS,
		};
		const mover = new BackboneMover(parts);
		movers.push(mover);
		return { mover, trainings, options };
	}

	async function machines(): Promise<[Machine, Machine]> {
		const [here, there] = [await temporaryFolder(), await temporaryFolder()];
		await installSmallBackbone(here, 'new', { seed: 1 });
		return [await machine(here), await machine(there)];
	}

	test('is one for all of them, and a process that comes later begins with it', async () => {
		const [here, there] = await machines();
		await here.mover.begin('new', 'cli');
		await expect.poll(() => here.trainings.begun).toHaveLength(1);
		const { inUse, move } = await there.mover.inUse();
		expect([inUse, move?.state]).toEqual(['new', 'under-way']);
		here.trainings.end();
		await here.mover.settled();
		expect(await there.mover.inUse()).toEqual(await here.mover.inUse());
		expect((await there.mover.inUse()).move).toMatchObject({
			state: 'finished',
			ends: { default: { kind: 'no-photos' } },
		});

		const later = await machine(await temporaryFolder());
		const { manifest } = await openBackboneInUse(later.options);
		expect(manifest).toEqual((await openBackboneInUse(here.options)).manifest);
		expect((await later.mover.survey()).inUse.id).toBe('new');
	});

	test('is not taken for another by a machine that cannot get it', async () => {
		const [here] = await machines();
		await here.mover.begin('new', 'cli');
		const apart = await machine(await temporaryFolder(), { sharesFiles: false });
		await expect(openBackboneInUse(apart.options)).rejects.toMatchObject({
			code: 'backbone-elsewhere',
			details: { id: 'new' },
		});
		expect(await apart.mover.resume()).toBe(false);
	});

	test('is at first that of the machine whose rows they were', async () => {
		const [before, other] = [await temporaryFolder(), await temporaryFolder()];
		await choiceInFolder(before).change((now) => ({ ...now, inUse: 'mine' }));
		const [first, second] = [await machine(before), await machine(other)];
		expect((await first.mover.inUse()).inUse).toBe('mine');
		expect((await second.mover.inUse()).inUse).toBe('mine');
	});

	test('is moved by one process at a time, whichever hears that it is not to be', async () => {
		const [here, there] = await machines();
		await here.mover.begin('new', 'cli');
		await expect(there.mover.begin('bundled', 'cli')).rejects.toMatchObject({
			code: 'backbone-move-running',
			details: { to: 'new', process: expect.stringContaining(String(process.pid)) },
		});
		expect(await there.mover.resume()).toBe(false);
		expect(await there.mover.cancel()).toBe(true);
		await here.mover.settled();
		expect(await there.mover.inUse()).toMatchObject({
			inUse: 'bundled',
			move: { state: 'cancelled', ends: {} },
		});
	});

	test('is moved on by another when the process is closed, or gives no sign of life, which then changes nothing', async () => {
		const [first, second] = await machines();
		const slow = standingStill(first.options.choice);
		const third = await machine(first.options.dataFolder, { choice: slow });
		await first.mover.begin('new', 'cli');
		await first.mover.close();
		expect(await third.mover.resume()).toBe(true);
		await expect.poll(() => third.trainings.begun).toHaveLength(1);

		slow.stop();
		await expect.poll(() => second.mover.resume()).toBe(true);
		slow.goOn();
		third.trainings.end();
		await third.mover.settled();
		const { move } = await second.mover.inUse();
		expect([move?.state, move?.ends]).toEqual(['under-way', {}]);
		await expect.poll(() => second.trainings.begun).toHaveLength(1);
		second.trainings.end();
		await second.mover.settled();
		expect((await first.mover.inUse()).move).toMatchObject({ state: 'finished', ends: { default: {} } });
	});
}

describeWith('initdb', 'the backbone of several machines', suite, await postgresFolders());

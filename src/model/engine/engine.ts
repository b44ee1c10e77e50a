import { UserError } from '../../errors.ts';
import type { ImageLimits } from '../../image/limits.ts';
import { occlusions } from '../../image/occlusion.ts';
import type { Pixels } from '../../image/pixels.ts';
import type { ViewName } from '../../image/views.ts';
import type { Logger } from '../../log.ts';
import type { BackboneFinder, BackboneReference } from '../backbone/backbones.ts';
import type { Backbone } from '../backbone/folder.ts';
import { trunkIn } from '../backbone/manifest.ts';
import { type Device, PROCESSOR } from './providers/device.ts';
import { TaskQueue, type TurnOptions } from './task-queue.ts';
import type { Description, NetworkFile, Task, TaskKind, TaskResults } from './tasks.ts';
import { WorkerPool } from './worker-pool.ts';

/** Somebody else who may embed photos. */
export interface Embedder {
	/**
	 * @returns undefined where it is to be done here after all
	 * @throws {UserError} as `Engine.embed`
	 */
	embed(
		backbone: Backbone,
		bytes: Uint8Array,
		options?: Pick<EmbedOptions, 'signal' | 'beside'>,
	): Promise<EmbeddedPhoto | undefined>;
}

export interface EngineOptions {
	/** The one in use, which every worker loads when it starts. */
	readonly backbone: Backbone;
	/** Finds those that other models were made on; without it, no other is known. */
	readonly backbones?: BackboneFinder;
	/** Asked first to embed the photos that somebody waits for. */
	readonly elsewhere?: Embedder;
	/** Worker threads; each holds the backbones that photos come for (about 80 MB) and judges one photo at a time. */
	readonly workers: number;
	/** Photos that may wait to be judged, and as many for anything else; one more is answered `engine-busy`. */
	readonly queueLimit: number;
	/** Longest a photo, or each view of one, may take once a worker has it. */
	readonly timeoutMs: number;
	readonly limits: ImageLimits;
	/** Whether workers start with the first photo, which may never come; at once, when absent. */
	readonly startsIdle?: boolean;
	/** The processor, when absent. */
	readonly device?: Device;
	readonly logger: Logger;
}

export interface JobOptions {
	/** The one in use, where none is given. */
	readonly backbone?: Backbone;
	/**
	 * Gives the photo up: a waiting one leaves the queue at once. One that a worker has already is refused at once, too, but
	 * finished all the same: that takes milliseconds, where a new worker would take a second.
	 */
	readonly signal?: AbortSignal;
}

export interface EmbedOptions extends JobOptions {
	/** Another that is asked about the same photo: where it has the same trunk, that is run once. */
	readonly beside?: Backbone;
}

/** What the backbone makes of a photo. */
export interface EmbeddedPhoto {
	/** The backbone's dimension; a concatenation of unit vectors. */
	readonly embedding: Float32Array;
	/** What the backbone beside it makes of it; absent where that had to be asked by itself. */
	readonly beside?: Float32Array;
}

/** What the backbone makes of views of a photo, and what else can be told of it on the way. */
export interface EmbeddedViews extends Description {
	readonly views: ReadonlyMap<ViewName, Float32Array>;
}

/** What a backbone makes of a photo, and of the photo when it cannot see everything. */
export interface OccludedLook {
	/** The embedding of the photo as it is. */
	readonly whole: Float32Array;
	/** Embeddings with one cell after the other covered: grid x grid, row by row. */
	readonly occluded: readonly Float32Array[];
}

export interface OccludedPhoto extends OccludedLook {
	/** What the backbone beside it makes of it; absent where that had to be asked by itself. */
	readonly beside?: OccludedLook;
	/** Size in pixels of what the network saw: the whole photo, squashed. */
	readonly width: number;
	readonly height: number;
}

export interface EngineLoad {
	readonly waiting: number;
	readonly running: number;
	readonly queueLimit: number;
	readonly workers: number;
}

/** Somebody waits for the answer. */
const ANSWER = 0;
/** Datasets and explanations, which can wait. */
const BACKGROUND = -1;

/**
 * Runs backbones over photos in worker threads, so that the event loop that keeps Discord's heartbeat never waits for
 * one. At most `queueLimit` photos wait; a worker that crashes or overruns its time is replaced, and only its own photo
 * is lost. Photos go one by one: batches of four or eight measured no faster on a CPU, and would make each wait for the rest.
 */
export class Engine {
	readonly backbone: Backbone;
	/** What its networks run on. */
	readonly device: Device;
	readonly #options: EngineOptions;
	readonly #pool: WorkerPool;
	readonly #turns: TaskQueue;
	/** One photo at a time, whatever the number of workers: what explains must leave room for what answers. */
	readonly #occlusions = new TaskQueue(1);
	#closed = false;

	constructor(options: EngineOptions) {
		this.#options = options;
		this.backbone = options.backbone;
		this.device = options.device ?? PROCESSOR;
		this.#pool = new WorkerPool({ ...options, preload: networkOf(options.backbone) });
		this.#turns = new TaskQueue(options.workers);
	}

	/**
	 * The installed backbone that a model was made on, verified.
	 * @throws {UserError} `backbone-not-installed`, `backbone-damaged`
	 */
	async backboneOf(reference: BackboneReference): Promise<Backbone> {
		if (reference.sha256 === this.backbone.manifest.sha256) return this.backbone;
		const { backbones } = this.#options;
		if (!backbones) throw new UserError('backbone-not-installed', { id: reference.id });
		return backbones.find(reference);
	}

	/**
	 * Embeds one encoded photo. The bytes are copied.
	 * @throws {UserError} `image-*`, `engine-busy`, `engine-timeout`, `engine-crashed`, `engine-closed`, `cancelled`
	 */
	async embed(
		bytes: Uint8Array,
		{ signal, backbone = this.backbone, beside }: EmbedOptions = {},
	): Promise<EmbeddedPhoto> {
		const { elsewhere } = this.#options;
		const other = withSameTrunk(backbone, beside);
		// Without it a photo is taken in, or refused, at once.
		if (elsewhere) {
			this.#goOn(signal);
			const embedded = await elsewhere.embed(backbone, bytes, { signal, beside: other });
			if (embedded) return embedded;
		}
		const [own, others] = await this.#predict(networkOf(backbone), bytes, {
			signal,
			beside: other && networkOf(other),
		});
		return { embedding: own.embedding, ...(others && { beside: others.embedding }) };
	}

	/**
	 * Runs a whole network on one encoded photo: its probabilities, one per label. The bytes are copied. A photo that can
	 * wait lets those go first that somebody waits for.
	 * @throws {UserError} as `embed`
	 */
	async probabilities(
		network: NetworkFile,
		bytes: Uint8Array,
		options: Pick<JobOptions, 'signal'> & { readonly canWait?: boolean } = {},
	): Promise<Float32Array> {
		return (await this.#predict(network, bytes, options))[0].probabilities;
	}

	/**
	 * Embeds views of one encoded photo, decoded once, for a dataset; photos that wait to be judged go first. The bytes are
	 * copied.
	 * @throws {UserError} as `embed`
	 */
	async embedViews(
		bytes: Uint8Array,
		{ views, signal, backbone = this.backbone }: JobOptions & { readonly views: readonly ViewName[] },
	): Promise<EmbeddedViews> {
		this.#admit(this.#turns.waiting(BACKGROUND), signal);
		const { outputs, description } = await this.#run(
			networkOf(backbone),
			{ kind: 'views', bytes, views },
			{ signal, priority: BACKGROUND },
		);
		return {
			...description,
			views: new Map(views.map((view, index) => [view, outputs[index].embedding])),
		};
	}

	/**
	 * Embeds one encoded photo as it is, and again with each cell of grid x grid covered in turn: what covering a cell
	 * changes, lay there. Decoded once; every run is a turn of its own, so that photos that wait to be judged go first,
	 * and cancelling takes effect between two runs. The bytes are copied.
	 * @throws {UserError} as `embed`
	 */
	async occlude(
		bytes: Uint8Array,
		{ grid, signal, backbone = this.backbone, beside }: EmbedOptions & { readonly grid: number },
	): Promise<OccludedPhoto> {
		this.#admit(this.#occlusions.waiting(), signal);
		const other = withSameTrunk(backbone, beside);
		const begin = () => {
			const result = this.#occlude(networkOf(backbone), bytes, {
				grid,
				signal,
				beside: other && networkOf(other),
			});
			const ended = () => {};
			return { result, free: result.then(ended, ended) };
		};
		return this.#occlusions.take(begin, { signal, priority: BACKGROUND });
	}

	load(): EngineLoad {
		const { queueLimit, workers } = this.#options;
		return { waiting: this.#turns.waiting(), running: this.#turns.running, queueLimit, workers };
	}

	/** Refuses new photos, finishes those taken but for occlusions, and ends the workers. */
	async close(): Promise<void> {
		this.#closed = true;
		await this.#turns.onIdle();
		await this.#pool.close();
	}

	async #predict(
		network: NetworkFile,
		bytes: Uint8Array,
		{
			signal,
			canWait = false,
			beside,
		}: { readonly signal?: AbortSignal; readonly canWait?: boolean; readonly beside?: NetworkFile },
	): Promise<TaskResults['photo']> {
		const priority = canWait ? BACKGROUND : ANSWER;
		this.#admit(this.#turns.waiting(priority), signal);
		return this.#run(network, { kind: 'photo', bytes, ...(beside && { beside }) }, { signal, priority });
	}

	async #occlude(
		network: NetworkFile,
		bytes: Uint8Array,
		{
			grid,
			signal,
			beside,
		}: { readonly grid: number; readonly signal?: AbortSignal; readonly beside?: NetworkFile },
	): Promise<OccludedPhoto> {
		const options = { signal, priority: BACKGROUND };
		const run = ({ data }: Pixels) =>
			this.#run(network, { kind: 'pixels', bytes: data, ...(beside && { beside }) }, options);
		const photo = await this.#run(network, { kind: 'decode', bytes }, options);
		const whole = await run(photo);
		const occluded: TaskResults['pixels'][] = [];
		for (const picture of occlusions(photo, grid)) occluded.push(await run(picture));
		const lookOf = (network: 0 | 1): OccludedLook => ({
			whole: whole[network].embedding,
			occluded: occluded.map((outputs) => outputs[network].embedding),
		});
		const { width, height } = photo;
		return { ...lookOf(0), ...(beside && { beside: lookOf(1) }), width, height };
	}

	/** Runs a task in its turn. */
	async #run<Kind extends TaskKind>(
		network: NetworkFile,
		task: Task<Kind>,
		options: TurnOptions,
	): Promise<TaskResults[Kind]> {
		this.#goOn(options.signal);
		const result = await this.#turns.take(() => this.#pool.run(network, task), options);
		if (!result.ok) throw new UserError(result.code, result.details);
		return result.value;
	}

	#admit(waiting: number, signal?: AbortSignal): void {
		this.#goOn(signal);
		if (waiting >= this.#options.queueLimit) throw new UserError('engine-busy', { waiting });
	}

	#goOn(signal?: AbortSignal): void {
		if (this.#closed) throw new UserError('engine-closed', {});
		if (signal?.aborted) throw new UserError('cancelled', {});
	}
}

function networkOf({ onnxPath, manifest }: Backbone): NetworkFile {
	const trunk = trunkIn(manifest);
	return { onnxPath, ...manifest.input, ...(trunk && { trunk }) };
}

/** The backbone beside another where the two differ, and only in their last blocks. */
function withSameTrunk({ manifest: one }: Backbone, beside: Backbone | undefined): Backbone | undefined {
	const trunk = trunkIn(one);
	const other = beside?.manifest;
	const isSo = other && one.sha256 !== other.sha256 && trunk && trunk.of === trunkIn(other)?.of;
	return isSo ? beside : undefined;
}

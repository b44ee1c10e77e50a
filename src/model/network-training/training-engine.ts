import type { Topology } from '../formats/tfjs/layers/topology.ts';
import type { NetworkGraph } from './graph.ts';

/** Numbers of parameters by name, in the layout Keras has them in. */
export type ParameterValues = ReadonlyMap<string, Float32Array<ArrayBuffer>>;

/** All that one step's loss is made of, but for the weights. */
export interface Examples {
	/** `[photos, channels, height, width]` */
	readonly photos: Float32Array;
	/** What each photo should be judged: `[photos, classes]`, each row summing to 1. */
	readonly targets: Float32Array;
	/** What each photo's loss counts. */
	readonly weights: Float32Array;
	/** Of dropout, as `NetworkGraph.masks` has them: `[photos, channels, height, width]` or `[photos, features]`. */
	readonly masks: readonly Float32Array[];
}

/** What a pass forwards and backwards came to. The numbers are good until the next. */
export interface Pass {
	/** The sum of the photos' losses, each times its weight. */
	readonly loss: number;
	/** `[photos, classes]` */
	readonly logProbabilities: Float32Array;
	/** Of the loss, by each parameter that is trained. */
	readonly gradients: ParameterValues;
	/** The new values of those that follow batches by other means. */
	readonly moved: ParameterValues;
}

/** Computes what a network makes of photos, and the gradients. It keeps no weights: those come with each call. */
export interface TrainingEngine {
	/** For people: which it is, and on what it runs. */
	readonly description: string;
	/** Channels that lie together in its images; null where those lie as ever. Each rounds otherwise. */
	readonly block: number | null;
	differentiate(values: ParameterValues, examples: Examples): Promise<Pass>;
	/** The logarithms of the probabilities, `[photos, classes]`: without dropout, by the statistics of all batches. */
	predict(values: ParameterValues, photos: Float32Array): Promise<Float32Array>;
	close(): Promise<void>;
}

/** @throws {UnsupportedNetwork | DamagedNetwork} */
export type OpenTrainingEngine = (graph: NetworkGraph, topology: Topology) => Promise<TrainingEngine>;

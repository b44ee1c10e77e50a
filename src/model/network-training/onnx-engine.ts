import type { ExecutionProvider } from '../engine/providers/device.ts';
import type { Topology } from '../formats/tfjs/layers/topology.ts';
import { InferenceSession } from '../onnx-runtime.ts';
import { BLOCKS, findBlock, findRightBlock } from './find-block.ts';
import { buildGraph, LOG_PROBABILITIES, type NetworkGraph, PHOTOS } from './graph.ts';
import type {
	Examples,
	OpenTrainingEngine,
	ParameterValues,
	Pass,
	TrainingEngine,
} from './training-engine.ts';
import { type OpenSession, parameterTensors, photosTensor, TrainingSession } from './training-session.ts';

export interface OnnxEngineOptions {
	/** What it runs on; the processor, when absent. */
	readonly providers?: readonly ExecutionProvider[];
	/** ONNX Runtime's for one operation; the machine's cores when absent. */
	readonly threads?: number;
	/** The block that an earlier run of the training was in, null for none; kept to where this machine has it. */
	readonly begunIn?: number | null | undefined;
	/** Says the block of another training, if any; when absent, `findBlock` does, once for the process. */
	readonly blockFor?: (open: OpenSession) => Promise<number | undefined>;
}

/** Trains by ONNX Runtime, which knows nothing of training: the gradients are a part of the graph. */
export function onnxEngine({
	providers = ['cpu'],
	threads,
	begunIn,
	blockFor = (open) => findBlockOnce(open, threads),
}: OnnxEngineOptions = {}): OpenTrainingEngine {
	const open: OpenSession = (onnx) =>
		InferenceSession.create(onnx, {
			executionProviders: [...providers],
			...(threads !== undefined && { intraOpNumThreads: threads }),
			graphOptimizationLevel: 'all',
			logSeverityLevel: 3,
		});
	const onlyProcessor = providers.every((provider) => provider === 'cpu');
	return async (graph, topology) => {
		const blocked = onlyProcessor
			? await inBlocks(topology, () => (begunIn === undefined ? blockFor(open) : goOnIn(begunIn, open)))
			: undefined;
		const training = blocked
			? { block: blocked.block, session: await TrainingSession.open(blocked.graph, open) }
			: { block: 1, session: await TrainingSession.open(graph, open) };
		const runsOn = [...providers, ...(blocked ? [`blocks of ${blocked.block}`] : [])];
		return new OnnxEngine(`ONNX Runtime (${runsOn.join(', ')})`, blocked?.block ?? null, graph, {
			training,
			inference: await open(buildGraph(topology, 'predict').onnx),
			openStandard: () => TrainingSession.open(graph, open),
		});
	};
}

/** By threads. */
const found = new Map<number | undefined, Promise<number | undefined>>();

function findBlockOnce(open: OpenSession, threads: number | undefined): Promise<number | undefined> {
	const known = found.get(threads) ?? findBlock(open);
	found.set(threads, known);
	return known;
}

async function goOnIn(block: number | null, open: OpenSession): Promise<number | undefined> {
	return block !== null && (await findRightBlock(open)) === block ? block : undefined;
}

/** Undefined where there is nothing to gain. */
async function inBlocks(
	topology: Topology,
	blockFor: () => Promise<number | undefined>,
): Promise<{ readonly block: number; readonly graph: NetworkGraph } | undefined> {
	const graphOf = (block: number) => buildGraph(topology, 'train', block);
	if (!BLOCKS.some((block) => graphOf(block).isBlocked)) return undefined;
	const block = await blockFor();
	const graph = block === undefined ? undefined : graphOf(block);
	return block !== undefined && graph?.isBlocked ? { block, graph } : undefined;
}

interface Sessions {
	/** It takes batches of a multiple of the block. */
	readonly training: { readonly block: number; readonly session: TrainingSession };
	readonly inference: InferenceSession;
	/** For all other batches, such as the last of an epoch. */
	readonly openStandard: () => Promise<TrainingSession>;
}

class OnnxEngine implements TrainingEngine {
	readonly description: string;
	readonly block: number | null;
	readonly #graph: NetworkGraph;
	readonly #sessions: Sessions;
	#standard: TrainingSession | undefined;

	constructor(description: string, block: number | null, graph: NetworkGraph, sessions: Sessions) {
		this.description = description;
		this.block = block;
		this.#graph = graph;
		this.#sessions = sessions;
	}

	async differentiate(values: ParameterValues, examples: Examples): Promise<Pass> {
		const { training, openStandard } = this.#sessions;
		if (examples.weights.length % training.block === 0)
			return training.session.differentiate(values, examples);
		this.#standard ??= await openStandard();
		return this.#standard.differentiate(values, examples);
	}

	async predict(values: ParameterValues, photos: Float32Array): Promise<Float32Array> {
		const { inference } = this.#sessions;
		const feeds = { [PHOTOS]: photosTensor(this.#graph, photos), ...parameterTensors(this.#graph, values) };
		const results = await inference.run(feeds);
		return results[LOG_PROBABILITIES]?.data as Float32Array;
	}

	async close(): Promise<void> {
		await this.#sessions.training.session.close();
		await this.#sessions.inference.release();
		await this.#standard?.close();
	}
}

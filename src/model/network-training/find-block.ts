import { elementCount } from '../formats/network/network.ts';
import { encodeModel } from '../formats/onnx/model.ts';
import { parseTopology } from '../formats/tfjs/layers/topology.ts';
import { Tensor } from '../onnx-runtime.ts';
import { buildGraph, type NetworkGraph } from './graph.ts';
import { initialValue } from './initialisation.ts';
import { blockQuestion } from './layout.ts';
import { drawMask, randomNumbers } from './random.ts';
import type { Examples, ParameterValues, Pass } from './training-engine.ts';
import { type OpenSession, TrainingSession } from './training-session.ts';

/** What ONNX Runtime has for processors with AVX2 and with AVX-512. */
export const BLOCKS: readonly number[] = [8, 16];

const SEED = 1;
const BATCH = Math.max(...BLOCKS);
const CLASSES = 3;
/** An odd side leaves a rest in the pooling. */
const SIDE_TO_COMPARE = 11;
const SIDE_TO_TIME = 16;
/**
 * As a share of a gradient's largest number. What is laid out wrongly is off by all of it, rounding by a millionth, and by a
 * hundredth where it brings one activation to the other side of relu's kink.
 */
const TOLERANCE = 0.02;
/** Blocks are slower if their best of so many is. */
const ROUNDS = 25;

/**
 * The block of the layout that trains rightly and faster on this machine. Undefined where there is none, or finding out fails;
 * then the standard is to be used.
 */
export function findBlock(open: OpenSession, now = timeOfThisProcess): Promise<number | undefined> {
	return orNone(async () => {
		const block = await findRightBlock(open);
		return block !== undefined && (await isFaster(open, block, now)) ? block : undefined;
	});
}

/** What its threads have computed, in microseconds: other work on the machine has no say in which is faster. */
function timeOfThisProcess(): number {
	const { user, system } = process.cpuUsage();
	return user + system;
}

/** Asks for the block, and tries it by a small network of each operator that is used: its gradients must be the standard's. */
export function findRightBlock(open: OpenSession): Promise<number | undefined> {
	return orNone(async () => {
		const block = await askBlock(open);
		return BLOCKS.includes(block) && (await isRight(open, block)) ? block : undefined;
	});
}

/** An ONNX Runtime, or a processor, without these operators is no reason not to train. */
function orNone(find: () => Promise<number | undefined>): Promise<number | undefined> {
	return find().catch(() => undefined);
}

/** What ONNX Runtime fills four channels up to. */
async function askBlock(open: OpenSession): Promise<number> {
	const session = await open(encodeModel(blockQuestion));
	try {
		const { blocked } = await session.run({
			plain: new Tensor('float32', new Float32Array(4), [1, 4, 1, 1]),
		});
		return blocked?.dims[1] ?? 0;
	} finally {
		await session.release();
	}
}

function isRight(open: OpenSession, block: number): Promise<boolean> {
	return compare(open, block, SIDE_TO_COMPARE, async (standard, blocked) =>
		agree(await standard(), await blocked()),
	);
}

function isFaster(open: OpenSession, block: number, now: () => number): Promise<boolean> {
	return compare(open, block, SIDE_TO_TIME, async (standard, blocked) => {
		const best = { standard: Number.POSITIVE_INFINITY, blocked: Number.POSITIVE_INFINITY };
		const time = async (pass: () => Promise<Pass>) => {
			const begin = now();
			await pass();
			return now() - begin;
		};
		await standard();
		await blocked();
		for (let round = 0; round < ROUNDS; round++) {
			best.standard = Math.min(best.standard, await time(standard));
			best.blocked = Math.min(best.blocked, await time(blocked));
			if (best.blocked < best.standard) return true;
		}
		return false;
	});
}

/** Trains the same by standard operators and in blocks. */
async function compare(
	open: OpenSession,
	block: number,
	side: number,
	judge: (standard: () => Promise<Pass>, blocked: () => Promise<Pass>) => Promise<boolean>,
): Promise<boolean> {
	const topology = smallNetwork(side);
	const graph = buildGraph(topology, 'train');
	const standard = await TrainingSession.open(graph, open);
	const blocked = await TrainingSession.open(buildGraph(topology, 'train', block), open);
	try {
		const [values, examples] = [someValues(graph), someExamples(graph)];
		return await judge(
			() => standard.differentiate(values, examples),
			() => blocked.differentiate(values, examples),
		);
	} finally {
		await standard.close();
		await blocked.close();
	}
}

function smallNetwork(side: number) {
	const conv = { filters: 32, kernel_size: 3, activation: 'relu' };
	const layers = [
		{ class_name: 'Conv2D', config: { ...conv, padding: 'same', batch_input_shape: [null, side, side, 3] } },
		{ class_name: 'Conv2D', config: conv },
		{ class_name: 'MaxPooling2D', config: {} },
		{ class_name: 'Dropout', config: { rate: 0.25 } },
		{ class_name: 'Conv2D', config: { ...conv, padding: 'same' } },
		{ class_name: 'Flatten', config: {} },
		{ class_name: 'Dense', config: { units: CLASSES, activation: 'softmax' } },
	];
	return parseTopology('Sequential', {
		layers: layers.map(({ class_name, config }, index) => ({
			class_name,
			config: { name: `${index}`, ...config },
		})),
	});
}

function someValues({ parameters }: NetworkGraph): ParameterValues {
	return new Map(
		parameters.map((parameter, index) => [parameter.name, initialValue(parameter, index, SEED)]),
	);
}

function someExamples({ input, masks }: NetworkGraph): Examples {
	const next = randomNumbers(SEED);
	const targets = new Float32Array(BATCH * CLASSES);
	for (let photo = 0; photo < BATCH; photo++) targets[photo * CLASSES + (photo % CLASSES)] = 1;
	return {
		photos: Float32Array.from({ length: BATCH * input.channels * input.height * input.width }, next),
		targets,
		weights: new Float32Array(BATCH).fill(1 / BATCH),
		masks: masks.map(({ shape, rate }, index) => {
			const mask = new Float32Array(BATCH * elementCount(shape));
			drawMask(mask, rate, SEED, index);
			return mask;
		}),
	};
}

function agree(right: Pass, other: Pass): boolean {
	return (
		areAlike([right.loss], [other.loss]) &&
		areAlike(right.logProbabilities, other.logProbabilities) &&
		[...right.gradients].every(([name, gradient]) => areAlike(gradient, other.gradients.get(name) ?? []))
	);
}

/** Numbers that are none are like nothing. */
function areAlike(right: ArrayLike<number>, other: ArrayLike<number>): boolean {
	const largest = Array.from(right).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
	return Array.from(right).every(
		(value, index) => Math.abs(value - (other[index] ?? Number.NaN)) <= TOLERANCE * largest,
	);
}

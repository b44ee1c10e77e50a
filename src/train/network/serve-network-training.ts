import { UserError } from '../../errors.ts';
import { toWire } from '../../jobs/wire-error.ts';
import { findDevice } from '../../model/engine/providers/device.ts';
import { onnxEngine } from '../../model/network-training/onnx-engine.ts';
import { tensorFlowEngine } from '../../model/network-training/tensorflow-engine.ts';
import { watchMemory } from '../process/give-way.ts';
import { loadTensorFlow } from './load-tensorflow.ts';
import type { NetworkProgress } from './network-run.ts';
import { readNetworkDataset } from './photos.ts';
import type { NetworkOrder, NetworkReport } from './protocol.ts';
import { type NetworkTraining, networkTrainingSchema } from './settings.ts';
import { type NetworkOutcome, type NetworkTrainingTools, trainNetwork } from './train-network.ts';

/** Between two reports of steps: people read no faster. */
const REPORT_EVERY_MS = 200;

/** Serves the one training of a network that the parent process asks this one for, and ends with it. */
export function serveNetworkTraining(): void {
	const cancelled = new AbortController();
	process.on('message', (order: NetworkOrder) => {
		if (order.kind === 'cancel') {
			cancelled.abort(new UserError('cancelled', {}));
			return;
		}
		const training = networkTrainingSchema.parse(order.training);
		watchMemory(training.memoryMb);
		train(training, cancelled.signal).then(
			({ refused, ...outcome }) =>
				tell({
					kind: 'finished',
					outcome: {
						...outcome,
						refused: refused.map(({ name, refusal }) => ({ name, error: toWire(refusal) })),
					},
				}),
			(error: unknown) => tell({ kind: 'failed', error: toWire(error) }),
		);
	});
	process.on('disconnect', () => process.exit());
	// Ctrl-C signals the parent as well, which knows what is to become of this process.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
	tell({ kind: 'ready' });
}

async function train(training: NetworkTraining, signal: AbortSignal): Promise<NetworkOutcome> {
	const { folder, seed, limits } = training;
	const engineFor = await chooseEngine(training);
	return trainNetwork(training, {
		read: (options) => readNetworkDataset(folder, { ...options, seed, limits }),
		engineFor,
		signal,
		onProgress: reportProgress(),
	});
}

async function chooseEngine({
	engine,
	executionProviders,
}: NetworkTraining): Promise<NetworkTrainingTools['engineFor']> {
	if (engine === 'tfjs-node') {
		const tensorFlow = await loadTensorFlow();
		return (configuration) => tensorFlowEngine(tensorFlow, configuration);
	}
	const { providers } = await findDevice(executionProviders);
	return (_, begunIn) => onnxEngine({ providers, begunIn });
}

/** Steps now and then; everything else at once. */
function reportProgress(): (progress: NetworkProgress) => void {
	let toldAt = Number.NEGATIVE_INFINITY;
	return (progress) => {
		const isFrequent = progress.kind === 'step' || progress.kind === 'photos';
		const now = performance.now();
		if (isFrequent && now - toldAt < REPORT_EVERY_MS && progress.done < progress.total) return;
		toldAt = now;
		tell({ kind: 'progress', progress });
	};
}

function tell(report: NetworkReport): void {
	process.send?.(report);
}

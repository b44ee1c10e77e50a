import type { UserError } from '../../errors.ts';
import { fromWire } from '../../jobs/wire-error.ts';
import { runTrainingProcess } from '../process/run-training-process.ts';
import type { NetworkProgress } from './network-run.ts';
import type { NetworkOrder, NetworkReport, WireOutcome } from './protocol.ts';
import type { NetworkTraining } from './settings.ts';
import type { NetworkOutcome } from './train-network.ts';

/**
 * Trains a network in a process of its own, of the lowest priority. It is killed if it does not stop when it is told to: the
 * last epoch is safe.
 * @throws {UserError} `training-crashed`, `training-out-of-memory`, `cancelled`, and as `trainNetwork`
 */
export async function trainNetworkInProcess(
	training: NetworkTraining,
	{ signal, onProgress }: { signal: AbortSignal; onProgress: (progress: NetworkProgress) => void },
): Promise<NetworkOutcome> {
	const { refused, ...outcome } = await runTrainingProcess<NetworkOrder, WireOutcome>(
		{ memoryMb: training.memoryMb, isOfNetwork: true },
		signal,
		(message, tell) => {
			// Both sides are one version of Hantei.
			const report = message as NetworkReport;
			if (report.kind === 'ready') tell({ kind: 'start', training });
			else if (report.kind === 'progress') onProgress(report.progress);
			else return report;
			return undefined;
		},
	);
	const refusals = refused.map(({ name, error }) => ({ name, refusal: fromWire(error) as UserError }));
	return { ...outcome, refused: refusals };
}

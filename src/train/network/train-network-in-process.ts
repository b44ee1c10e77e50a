import { UserError } from '../../errors.ts';
import { fromWire } from '../../jobs/wire-error.ts';
import { endedWithout, startTrainingProcess } from '../process/start-process.ts';
import type { NetworkOrder, NetworkReport } from './protocol.ts';
import type { NetworkTraining } from './settings.ts';
import type { NetworkOutcome, NetworkProgress } from './train-network.ts';

/** A process that was told to stop is killed after this: the last epoch is safe. */
const KILL_AFTER_MS = 3_000;

/**
 * Trains a network in a process of its own, of the lowest priority.
 * @throws {UserError} `training-crashed`, `training-out-of-memory`, `cancelled`, and as `trainNetwork`
 */
export function trainNetworkInProcess(
	training: NetworkTraining,
	{ signal, onProgress }: { signal: AbortSignal; onProgress: (progress: NetworkProgress) => void },
): Promise<NetworkOutcome> {
	if (signal.aborted) return Promise.reject(new UserError('cancelled', {}));
	const child = startTrainingProcess('../network/network-process', training.memoryMb);
	const tell = (order: NetworkOrder) => {
		if (child.connected) child.send(order, () => {});
	};
	let killing: NodeJS.Timeout | undefined;
	const stop = () => {
		tell({ kind: 'cancel' });
		killing ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
	};
	signal.addEventListener('abort', stop, { once: true });
	let answer: Extract<NetworkReport, { kind: 'finished' | 'failed' }> | undefined;
	child.on('message', (report: NetworkReport) => {
		if (report.kind === 'ready') tell({ kind: 'start', training });
		else if (report.kind === 'progress') onProgress(report.progress);
		else {
			answer = report;
			// It ends when nobody listens any more, so that its last word is never lost.
			child.disconnect();
		}
	});
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code, killedBy) => {
			clearTimeout(killing);
			signal.removeEventListener('abort', stop);
			if (answer?.kind === 'finished') {
				const { refused, ...outcome } = answer.outcome;
				const refusals = refused.map(({ name, error }) => ({ name, refusal: fromWire(error) as UserError }));
				resolve({ ...outcome, refused: refusals });
			} else if (answer) reject(fromWire(answer.error));
			else if (signal.aborted) reject(new UserError('cancelled', {}));
			else reject(endedWithout(code, killedBy, training.memoryMb));
		});
	});
}

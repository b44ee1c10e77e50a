import { UserError } from '../errors.ts';
import type { TrainingJob } from '../train/jobs.ts';
import type { TrainingOutcome } from '../train/training.ts';
import type { TrainingProgress } from '../train/training-progress.ts';
import type { CliContext } from './context.ts';
import { Progress } from './progress.ts';

/** Shows how far a training is until it ends; Ctrl-C cancels it. @throws {UserError} `cancelled`, and what it failed with */
export async function followTraining(
	job: TrainingJob,
	{ signal, text }: CliContext,
): Promise<TrainingOutcome> {
	const progress = new Progress();
	const cancel = () => job.cancel();
	signal.addEventListener('abort', cancel, { once: true });
	job.onProgress((state) => progress.update(text.steps[state.step], ...shareOf(state)));
	const end = await job.ended;
	progress.stop();
	switch (end.kind) {
		case 'finished':
			return end.result;
		case 'failed':
			throw end.error;
		default:
			throw new UserError('cancelled', {});
	}
}

/** Of a crawl: photos that the labels have, of those they want. */
function shareOf({ done = 0, total = 0, crawl }: TrainingProgress): [number, number] {
	if (!crawl) return [done, total];
	const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
	return [
		sum(crawl.labels.map(({ accepted, wanted }) => Math.min(accepted, wanted))),
		sum(crawl.labels.map(({ wanted }) => wanted)),
	];
}

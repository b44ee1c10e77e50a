import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { openTrainingJobs, type TrainingRunner } from '../../src/train/jobs.ts';
import type { TrainingOutcome } from '../../src/train/training.ts';

const UNCHANGED: TrainingOutcome = { kind: 'unchanged', champion: 'default/v1', leftOut: [] };

/** Trainings that end when the test says so; they stop at once when they are told to. */
function bench() {
	const ends = new Map<string, (outcome: TrainingOutcome | Error) => void>();
	const locked = new Set<string>();
	const train: TrainingRunner = ({ classifier }, { signal, onProgress }) => {
		onProgress({ step: 'embed', done: 1, total: 9 });
		return new Promise((resolve, reject) => {
			ends.set(classifier, (end) => (end instanceof Error ? reject(end) : resolve(end)));
			signal.addEventListener('abort', () => reject(new UserError('cancelled', {})), { once: true });
		});
	};
	const jobs = openTrainingJobs({
		train,
		lock: async ({ classifier }) => {
			locked.add(classifier);
			return async () => void locked.delete(classifier);
		},
	});
	return {
		locked,
		start: (classifier: string) => jobs.start({ classifier, by: 'cli' }),
		/** Ends the training of a classifier, once it is under way. */
		async end(classifier: string, outcome: TrainingOutcome | Error = UNCHANGED) {
			while (!ends.has(classifier)) await new Promise(setImmediate);
			ends.get(classifier)?.(outcome);
		},
	};
}

describe('trainings', () => {
	it('come one after the other, each under its lock', async () => {
		const { start, end, locked } = bench();
		const [first, second] = [await start('a'), await start('b')];
		await expect.poll(() => first.state()).toEqual({ progress: { step: 'embed', done: 1, total: 9 } });
		expect(second.state()).toEqual({ ahead: 0 });
		expect([...locked]).toEqual(['a']);
		await end('a');
		expect(await first.ended).toEqual({ kind: 'finished', result: UNCHANGED });
		await end('b');
		expect(await second.ended).toMatchObject({ kind: 'finished' });
		expect([...locked]).toEqual([]);
	});

	it('tell why they failed, and leave the lock', async () => {
		const { start, end, locked } = bench();
		const job = await start('a');
		const error = new UserError('training-crashed', { how: 'SIGKILL' });
		await end('a', error);
		expect(await job.ended).toEqual({ kind: 'failed', error });
		expect([...locked]).toEqual([]);
	});

	it('refuse a second of the same classifier, and more than fifty that wait', async () => {
		const { start } = bench();
		for (let n = 0; n <= 50; n++) await start(`classifier-${n}`);
		await expect(start('classifier-0')).rejects.toMatchObject({ code: 'training-running' });
		await expect(start('one-too-many')).rejects.toMatchObject({ code: 'trainings-full' });
	});
});

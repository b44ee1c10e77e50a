import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { type Trainer, TrainingJobs, type TrainingOutcome } from '../../src/train/jobs.ts';

const UNCHANGED: TrainingOutcome = { kind: 'unchanged', champion: 'default/v1', leftOut: [] };

/** Trainings that end when the test says so; they stop at once when they are told to. */
function bench() {
	const ends = new Map<string, (outcome: TrainingOutcome | Error) => void>();
	const locked = new Set<string>();
	const train: Trainer = ({ classifier }, { signal, onProgress }) => {
		onProgress({ step: 'embed', done: 1, total: 9 });
		return new Promise((resolve, reject) => {
			ends.set(classifier, (end) => (end instanceof Error ? reject(end) : resolve(end)));
			signal.addEventListener('abort', () => reject(new UserError('cancelled', {})), { once: true });
		});
	};
	const jobs = new TrainingJobs({
		train,
		lock: async ({ classifier }) => {
			locked.add(classifier);
			return async () => void locked.delete(classifier);
		},
	});
	return {
		jobs,
		locked,
		start: (classifier: string) => jobs.start({ classifier, by: 'cli' }),
		/** Ends the training of a classifier, once it is under way. */
		async end(classifier: string, outcome: TrainingOutcome | Error = UNCHANGED) {
			while (!ends.has(classifier)) await new Promise(setImmediate);
			ends.get(classifier)?.(outcome);
		},
		async underWay(classifier: string) {
			while (!ends.has(classifier)) await new Promise(setImmediate);
		},
	};
}

describe('trainings', () => {
	it('come one after the other, and tell how far they are', async () => {
		const { start, end, underWay, jobs, locked } = bench();
		const first = start('a');
		const second = start('b');
		await underWay('a');
		expect(first.state()).toEqual({ progress: { step: 'embed', done: 1, total: 9 } });
		expect(second.state()).toEqual({ ahead: 1 });
		expect([...locked]).toEqual(['a']);
		await end('a');
		expect(await first.ended).toEqual({ kind: 'finished', outcome: UNCHANGED });
		expect(jobs.get('a')).toBeUndefined();
		await end('b');
		expect(await second.ended).toMatchObject({ kind: 'finished' });
		expect([...locked]).toEqual([]);
	});

	it('are one at a time for a classifier, which can be trained again when it has ended', async () => {
		const { start, end } = bench();
		const job = start('a');
		expect(() => start('a')).toThrow(expect.objectContaining({ code: 'training-running' }));
		await end('a');
		await job.ended;
		start('a');
	});

	it('can be cancelled while they wait and while they are under way', async () => {
		const { start, underWay } = bench();
		const [first, waiting] = [start('a'), start('b')];
		await underWay('a');
		waiting.cancel();
		expect(await waiting.ended).toEqual({ kind: 'cancelled' });
		first.cancel();
		expect(await first.ended).toEqual({ kind: 'cancelled' });
	});

	it('tell why they failed, and leave the lock', async () => {
		const { start, end, locked } = bench();
		const job = start('a');
		const error = new UserError('training-crashed', { how: 'SIGKILL' });
		await end('a', error);
		expect(await job.ended).toEqual({ kind: 'failed', error });
		expect([...locked]).toEqual([]);
	});

	it('are interrupted when the process ends, and none is taken any more', async () => {
		const { start, underWay, jobs } = bench();
		const [first, waiting] = [start('a'), start('b')];
		await underWay('a');
		await jobs.close();
		expect(await first.ended).toEqual({ kind: 'interrupted' });
		expect(await waiting.ended).toEqual({ kind: 'interrupted' });
		expect(() => start('c')).toThrow(expect.objectContaining({ code: 'engine-closed' }));
	});

	it('wait in a queue that has an end', () => {
		const { start } = bench();
		for (let n = 0; n <= 50; n++) start(`classifier-${n}`);
		expect(() => start('one-too-many')).toThrow(expect.objectContaining({ code: 'trainings-full' }));
	});
});

import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { shareJobs } from '../../src/jobs/shared-jobs.ts';
import { openRedis } from '../../src/store/redis.ts';
import { openTrainingJobs } from '../../src/train/jobs.ts';
import { describeWith } from '../services/programs.ts';
import { startRedis } from '../services/redis.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { CLASSIFIER, openWorkshop } from '../train/workshop.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

const temporaryFolder = temporaryFolders();

/** What Linux tells of the processes that a process has started. */
function childrenOf({ child: { pid } }: WorkerProcess): string[] {
	return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
}

describeWith('redis-server', 'a training by workers', () => {
	test.skipIf(process.platform !== 'linux')(
		'whose worker is killed is done by another, and makes one model',
		async () => {
			const server = await startRedis();
			onTestFinished(() => server.stop());
			const redis = await openRedis(server.url, { info: () => {}, warn: () => {} });
			onTestFinished(() => redis.close());
			const workshop = await openWorkshop(await temporaryFolder());
			await workshop.add('fence', 'fence', 12);
			await workshop.add('house', 'house', 12);
			const environment = {
				HANTEI_REDIS_URL: server.url,
				HANTEI_DATA: workshop.data,
				HANTEI_MODELS: workshop.models.folder,
				HANTEI_WORKERS: '1',
			};
			const workers = await Promise.all([1, 2].map(() => startWorker(['--train', '1'], environment)));
			onTestFinished(async () => {
				await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
			});
			const nobody = () => Promise.reject(new Error('this process trains nothing'));
			const jobs = openTrainingJobs(
				{ train: nobody, lock: nobody },
				await shareJobs({ redis, concurrencyOf: () => 0, onError: () => {} }),
			);
			onTestFinished(() => jobs.close());

			const job = await jobs.start({ classifier: CLASSIFIER, by: 'cli' });
			const steps: string[] = [];
			job.onProgress(({ step }) => steps.push(step));
			await expect.poll(() => steps, { timeout: 30_000 }).toContain('embed');
			await workers.find((worker) => childrenOf(worker).length > 0)?.end('SIGKILL');

			expect(await job.ended).toMatchObject({
				kind: 'finished',
				result: { kind: 'trained', promoted: true },
			});
			expect(await workshop.versions()).toEqual(['v1']);
			// It began again.
			expect(steps.lastIndexOf('embed')).toBeGreaterThan(steps.indexOf('embed'));
		},
	);
});

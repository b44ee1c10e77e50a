import { join } from 'node:path';
import { startPhotoSource } from 'photo-services';
import { expect, onTestFinished, test } from 'vitest';
import { type CrawlReport, openCrawlJobs } from '../../src/crawl/jobs.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { shareJobs } from '../../src/jobs/shared-jobs.ts';
import { openDatabase } from '../../src/store/database.ts';
import { sqliteFile } from '../../src/store/open-rows.ts';
import { openRedis } from '../../src/store/redis.ts';
import { describeWith } from '../services/programs.ts';
import { startRedis } from '../services/redis.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { startWorker } from './worker-process.ts';

const temporaryFolder = temporaryFolders();
const CLASSIFIER = 'default';
const WANTED = 12;

describeWith('redis-server', 'a crawl by workers', () => {
	test('whose worker is killed goes on in another, with each photo once and the progress so far', async () => {
		const server = await startRedis();
		onTestFinished(() => server.stop());
		const redis = await openRedis(server.url, { info: () => {}, warn: () => {} });
		onTestFinished(() => redis.close());
		const photos = await startPhotoSource({ troubles: false, licences: ['by'] });
		onTestFinished(() => photos.close());
		const folder = await temporaryFolder();
		const database = openDatabase(sqliteFile(folder));
		onTestFinished(() => database.close());
		const catalogue = await Catalogue.open(database);
		const dataset = catalogue.dataset(CLASSIFIER);
		const label = await dataset.labels.add({ name: 'crow' }, 'ann');
		const environment = {
			HANTEI_REDIS_URL: server.url,
			HANTEI_DATA: folder,
			HANTEI_MODELS: join(folder, 'models'),
			CRAWLER_STAND_IN: photos.url,
		};
		const workers = await Promise.all([1, 2].map(() => startWorker(['--crawl', '1'], environment)));
		onTestFinished(async () => {
			await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
		});
		const open = await shareJobs({ redis, concurrencyOf: () => 0, onError: () => {} });
		const jobs = openCrawlJobs({ crawler: undefined, catalogue }, open);
		onTestFinished(() => jobs.close());

		const job = await jobs.start({ classifier: CLASSIFIER, labels: [label.id], wanted: WANTED, by: 'ann' });
		const told: CrawlReport[] = [];
		job.onProgress((report) => told.push(report));
		await expect.poll(() => told.at(-1)?.photos.length, { timeout: 60_000 }).toBeGreaterThan(2);
		const first = await database.rows
			.withTables<{ run: { process_id: number } }>()
			.selectFrom('run')
			.select('process_id')
			.executeTakeFirstOrThrow();
		await workers.find(({ child }) => child.pid === first.process_id)?.end('SIGKILL');
		const before = await dataset.photos.list();
		const toldBefore = told.at(-1)?.photos ?? [];
		const fetched = photos.requests.length;

		expect(await job.ended).toEqual({ kind: 'finished', result: undefined });
		const all = await dataset.photos.list();
		expect(all).toHaveLength(WANTED);
		expect(new Set(all.map(({ provenance }) => provenance.url)).size).toBe(WANTED);
		const store = new PhotoStore(join(folder, 'photos'));
		for (const { file } of all) expect(await store.has(file.sha256)).toBe(true);
		const paths = photos.requests.slice(fetched).map(({ path }) => path);
		for (const { provenance } of before) expect(paths).not.toContain(new URL(provenance.url).pathname);
		const runs = await Promise.all((await dataset.runs.list()).map(({ id }) => dataset.runs.counts(id)));
		const accepted = runs.flat().filter(({ outcome }) => outcome === 'accepted');
		expect(accepted.reduce((sum, { count }) => sum + count, 0)).toBe(WANTED);

		expect(told.at(-1)?.photos).toEqual(expect.arrayContaining([...toldBefore]));
	});
});

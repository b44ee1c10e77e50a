import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { Catalogue, type Dataset, type Label, type Photo } from '../../../src/dataset/catalogue/catalogue.ts';
import { openDatabase, type SqliteFile } from '../../../src/store/database.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { Bench, candidate, farHash, photoFile, stored, turned } from './support.ts';

const temporaryFolder = temporaryFolders();

let host: Bench;
let crow: Label;
beforeEach(async () => {
	host = await Bench.start();
	crow = await host.dataset.labels.add({ name: 'crow', aliases: ['カラス'] }, 'host');
});

const GUILD = '400000000000000001';

/** What a person sees of a dataset. */
async function contents(dataset: Dataset) {
	const labels = (await dataset.labels.list()).map(async (label) => ({
		name: label.name,
		aliases: label.aliases,
		photos: (await dataset.photos.list({ labelId: label.id })).map(({ file, provenance }) => [
			file.sha256,
			provenance,
		]),
	}));
	return Promise.all(labels);
}

const groupsOf = (photos: readonly Photo[]) => photos.map(({ group }) => group);

describe('a classifier without a dataset of its own', () => {
	it('follows the host’s', async () => {
		await host.photo(crow, 'a');
		expect(await host.catalogue.followed(GUILD)).toBe(host.dataset);
		expect(await host.catalogue.followed('default')).toBe(host.dataset);
		expect(await host.catalogue.dataset(GUILD).labels.list()).toEqual([]);
	});

	it('still follows it when something is noted about it', async () => {
		await host.catalogue.dataset(GUILD).runs.start('ann');
		expect(await host.catalogue.followed(GUILD)).toBe(host.dataset);
	});
});

describe('a dataset made a classifier’s own', () => {
	it('begins as a copy', async () => {
		await host.photo(crow, 'a');
		await host.photo(crow, 'b');
		const own = await host.catalogue.own(GUILD, 'ann');
		expect(await host.catalogue.followed(GUILD)).toBe(own);
		expect(await contents(own)).toEqual(await contents(host.dataset));
		expect((await own.labels.find('カラス'))?.name).toBe('crow');
		expect((await own.stats()).total.accepted).toBe(2);
	});

	it('is copied once, however many ask at once', async () => {
		await host.photo(crow, 'a');
		await Promise.all([host.catalogue.own(GUILD, 'ann'), host.catalogue.own(GUILD, 'ben')]);
		await host.catalogue.own(GUILD, 'ann');
		expect(await contents(host.catalogue.dataset(GUILD))).toEqual(await contents(host.dataset));
	});

	it('is entered in its audit log, once', async () => {
		await host.photo(crow, 'a');
		const own = await host.catalogue.own(GUILD, 'ann');
		await host.catalogue.own(GUILD, 'ben');
		expect(await own.audit.list()).toMatchObject([
			{ action: 'fork', by: 'ann', detail: { labels: 1, photos: 1 } },
		]);
		expect(await host.dataset.audit.list()).toEqual([]);
	});

	it('touches the other no more, nor is touched by it', async () => {
		const photo = await host.photo(crow, 'a');
		const own = await host.catalogue.own(GUILD, 'ann');
		const [copy] = await own.photos.list();
		await own.decisions.remove([copy.id], 'ann');
		await own.labels.add({ name: 'boar' }, 'ann');
		expect(await host.state(photo.id)).toBe('accepted');
		expect((await host.dataset.labels.list()).map(({ name }) => name)).toEqual(['crow']);

		await host.dataset.labels.remove(crow.id, 'host');
		expect((await own.labels.list()).map(({ name }) => name)).toEqual(['boar', 'crow']);
	});

	it('groups its photos as the other, under ids of its own', async () => {
		const hash = farHash('a');
		await host.photo(crow, 'a', stored('a', hash));
		await host.photo(crow, 'far');
		await host.photo(crow, 'b', stored('b', turned(hash, 2)));
		const own = await host.catalogue.own(GUILD, 'ann');
		const [a, far, b] = await own.photos.list();
		expect(groupsOf([a, far, b])).toEqual([a.id, far.id, a.id]);
		expect(b.duplicateOf).toBe(a.id);
		expect((await own.photos.near(hash)).map(({ photo }) => photo.id)).toEqual([a.id, b.id]);
	});

	it('has no photo that waits for a person, or was removed', async () => {
		const doubtful = await host.photo(crow, 'doubtful');
		await host.dataset.photos.quarantine([doubtful.id], 'doubtful');
		const removed = await host.photo(crow, 'removed');
		await host.dataset.decisions.remove([removed.id], 'host');
		const own = await host.catalogue.own(GUILD, 'ann');
		expect(await own.photos.list()).toEqual([]);
		expect(await own.photos.list({ state: 'quarantined' })).toEqual([]);
	});

	it('keeps out what the host removed, by its id and by its looks', async () => {
		const removed = await host.photo(crow, 'removed', stored('removed', farHash('removed')));
		await host.dataset.decisions.remove([removed.id], 'host');
		const guild = await Bench.start(host.catalogue, GUILD);
		const own = await host.catalogue.own(GUILD, 'ann');
		const label = (await own.labels.list())[0];
		const same = await own.photos.add(guild.runId, label.id, candidate('removed'), photoFile('else'));
		expect(same).toMatchObject({ state: 'rejected', reason: 'removed' });
		const alike = photoFile('other bytes', turned(farHash('removed'), 1));
		expect(await own.photos.add(guild.runId, label.id, candidate('other'), alike)).toMatchObject({
			state: 'rejected',
			reason: 'removed',
		});
	});

	it('is seen whole or not at all; half of a copy is cleared away at the next start', async () => {
		const folder = await temporaryFolder();
		const database = openDatabase(join(folder, 'hantei.sqlite'));
		onTestFinished(() => void database.close());
		host = await Bench.start(await Catalogue.open(database));
		const label = await host.label('crow');
		for (let n = 0; n < 120; n++) await host.photo(label, `photo ${n}`);

		const other = openDatabase(join(folder, 'hantei.sqlite'));
		onTestFinished(() => void other.close());
		const fork = host.catalogue.own(GUILD, 'ann');
		while (photosOf(other, GUILD) === 0) await new Promise<void>((resolve) => setImmediate(resolve));
		expect(await host.catalogue.dataset(GUILD).labels.list()).toEqual([]);
		expect(await host.catalogue.followed(GUILD)).toBe(host.dataset);

		const copy = join(folder, 'as-after-a-crash.sqlite');
		other.sqlite.exec(`VACUUM INTO '${copy}'`);
		await fork;
		const crashed = openDatabase(copy);
		onTestFinished(() => void crashed.close());
		expect(photosOf(crashed, GUILD)).toBeGreaterThan(0);
		const catalogue = await Catalogue.open(crashed);
		await catalogue.recover();
		expect(photosOf(crashed, GUILD)).toBe(0);
		expect(await (await catalogue.own(GUILD, 'ann')).photos.list()).toHaveLength(120);
	});
});

function photosOf(database: SqliteFile, classifier: string): number {
	const sql = `SELECT count(*) AS count FROM photo JOIN classifier ON classifier.id = classifier_id WHERE classifier.name = ?`;
	return z.array(z.object({ count: z.number() })).parse(database.sqlite.prepare(sql).all([classifier]))[0]
		.count;
}

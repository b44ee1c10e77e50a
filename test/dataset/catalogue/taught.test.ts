import { beforeEach, describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/dataset/candidate.ts';
import { type Label, taughtSourceId } from '../../../src/dataset/catalogue/catalogue.ts';
import { Bench, farHash, photoFile, stored } from './support.ts';

const MOMO = '300000000000000001';
const KEN = '300000000000000002';

let park: Bench;
let crow: Label;
let boar: Label;
beforeEach(async () => {
	park = await Bench.start(undefined, '400000000000000001');
	crow = await park.label('crow');
	boar = await park.label('boar');
});

function given(member: string, content: string): Candidate {
	const sourceId = taughtSourceId(member, photoFile(content).sha256);
	return { source: 'member', sourceId, url: '', pageUrl: '', author: 'Momo', licence: 'member' };
}

function teach(member: string, content: string, { label = crow, looks = content, bench = park } = {}) {
	const file = photoFile(content, farHash(looks));
	return bench.dataset.photos.add(bench.runId, label.id, given(member, content), file, {
		quarantine: 'taught',
	});
}

describe('a photo that a member taught', () => {
	it('waits for an admin, and is nothing to train on until then', async () => {
		const taught = await teach(MOMO, 'a');
		expect(taught).toMatchObject({ state: 'quarantined', reason: 'taught' });
		expect(await park.dataset.photos.count(crow.id)).toBe(0);
		expect((await park.dataset.findings.reviewQueue(10)).map(({ photo }) => photo.quarantine)).toEqual([
			'taught',
		]);
		if (!('photo' in taught)) return;
		await park.dataset.decisions.keep([taught.photo.id], 'ann');
		expect(await park.dataset.photos.count(crow.id)).toBe(1);
	});

	it('comes first in the review, those taught earlier before others', async () => {
		const sure = await park.photo(crow, 'p', stored('p'));
		await park.dataset.findings.replace([], [{ photoId: sure.id, value: 5 }]);
		for (const content of ['a', 'b']) await teach(MOMO, content, { looks: content });
		const queue = (await park.dataset.findings.reviewQueue(10)).map(
			({ photo }) => photo.quarantine ?? photo.id,
		);
		expect(queue).toEqual(['taught', 'taught', sure.id]);
	});

	it('cannot have another photo set aside, whatever label it is given', async () => {
		const present = await park.photo(crow, 'p', stored('p'));
		expect(await teach(MOMO, 'q', { label: boar, looks: 'p' })).toMatchObject({ state: 'quarantined' });
		expect(await park.state(present.id)).toBe('accepted');
	});

	it('is taught once', async () => {
		await teach(MOMO, 'a');
		expect(await teach(MOMO, 'a')).toEqual({ state: 'rejected', reason: 'duplicate' });
		expect(await teach(KEN, 'a')).toEqual({ state: 'rejected', reason: 'duplicate' });
	});

	it('is counted by who gave it and when', async () => {
		await teach(MOMO, 'a');
		park.clock.advance(60_000);
		const since = park.clock.now();
		await teach(MOMO, 'b');
		await teach(KEN, 'c');
		expect(await park.dataset.taught.countSince(MOMO, since)).toBe(1);
		expect(await park.dataset.taught.count(MOMO)).toBe(2);
	});
});

describe('withdrawing', () => {
	it('deletes all that the member taught here, whatever became of it, and nothing else', async () => {
		const kept = await teach(MOMO, 'a');
		const removed = await teach(MOMO, 'b');
		await teach(MOMO, 'c', { label: boar });
		await teach(KEN, 'd');
		const crawled = await park.photo(crow, 'e');
		if (!('photo' in kept) || !('photo' in removed)) throw new Error('not taught');
		await park.dataset.decisions.keep([kept.photo.id], 'ann');
		await park.dataset.decisions.remove([removed.photo.id], 'ann');
		const zoo = await Bench.start(park.catalogue, '400000000000000002');
		await teach(MOMO, 'z', { bench: zoo, label: await zoo.label('crow') });

		const withdrawn = await park.dataset.taught.withdraw(MOMO);
		expect(withdrawn.photos).toBe(3);
		expect([...withdrawn.files].sort()).toEqual(['a', 'b', 'c'].map((name) => photoFile(name).sha256).sort());
		for (const sha256 of withdrawn.files) expect(await park.catalogue.needsFile(sha256)).toBe(false);
		expect(await park.dataset.taught.count(MOMO)).toBe(0);
		expect(await park.dataset.taught.count(KEN)).toBe(1);
		expect(await park.state(crawled.id)).toBe('accepted');
		expect(await zoo.dataset.taught.count(MOMO)).toBe(1);
	});

	it('leaves nothing that would know the photo again', async () => {
		const removed = await teach(MOMO, 'a');
		if (!('photo' in removed)) throw new Error('not taught');
		await park.dataset.decisions.remove([removed.photo.id], 'ann');
		expect(await teach(MOMO, 'a')).toMatchObject({ reason: 'removed' });
		await park.dataset.taught.withdraw(MOMO);
		expect(await park.dataset.photos.near(farHash('a'))).toEqual([]);
		expect(await teach(MOMO, 'a')).toMatchObject({ state: 'quarantined' });
	});

	it('keeps a file that another photo needs', async () => {
		await teach(MOMO, 'a');
		await park.photo(boar, 'a', stored('a'));
		const { files } = await park.dataset.taught.withdraw(MOMO);
		expect(await Promise.all(files.map((sha256) => park.catalogue.needsFile(sha256)))).toEqual([true]);
	});

	it('of someone who taught nothing does nothing', async () => {
		expect(await park.dataset.taught.withdraw(MOMO)).toEqual({ photos: 0, files: [] });
	});
});

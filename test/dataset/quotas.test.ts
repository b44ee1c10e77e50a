import { beforeEach, describe, expect, test } from 'vitest';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import {
	DEFAULT_QUOTAS,
	type Quotas,
	requireLabelRoom,
	requirePhotoRoom,
	requireRoomForPhoto,
} from '../../src/dataset/quotas.ts';
import { UserError } from '../../src/errors.ts';
import { Bench } from './catalogue/support.ts';

const GUILD = '400000000000000001';
const HOST = 'default';

const quotas = (more: Partial<Quotas>): Quotas => ({ ...DEFAULT_QUOTAS, ...more });

/** The refusal, as one object. */
async function refusal(act: () => Promise<void>): Promise<unknown> {
	try {
		await act();
	} catch (error) {
		return error instanceof UserError ? { code: error.code, ...error.details } : error;
	}
	return undefined;
}

let bench: Bench;
let crow: Label;
let boar: Label;

/** Two labels, of three photos and one. */
beforeEach(async () => {
	bench = await Bench.start(undefined, GUILD);
	crow = await bench.label('crow');
	boar = await bench.label('boar');
	for (const id of ['1', '2', '3']) await bench.photo(crow, id);
	await bench.photo(boar, '4');
});

describe('another label', () => {
	const ask = (classifier: string, labels: number) =>
		refusal(() => requireLabelRoom(classifier, bench.dataset, quotas({ labels })));

	test('is refused once there are as many as a server may have', async () => {
		expect(await ask(GUILD, 3)).toBeUndefined();
		expect(await ask(GUILD, 2)).toEqual({ code: 'label-quota', limit: 2 });
	});

	test('is never refused to the host', async () => {
		expect(await ask(HOST, 2)).toBeUndefined();
	});
});

describe('more photos', () => {
	const ask = (grown: readonly Label[], wanted: number, photos: number, classifier = GUILD) =>
		refusal(() => requirePhotoRoom(classifier, bench.dataset, grown, wanted, quotas({ photos })));

	test('are refused where all labels together would have too many', async () => {
		expect(await ask([crow, boar], 5, 10)).toBeUndefined();
		expect(await ask([crow, boar], 5, 9)).toEqual({ code: 'photo-quota', limit: 9, now: 4, wanted: 10 });
	});

	test('count for the labels that grow alone, and beside what the others have', async () => {
		expect(await ask([boar], 5, 8)).toBeUndefined();
		expect(await ask([boar], 5, 7)).toEqual({ code: 'photo-quota', limit: 7, now: 4, wanted: 8 });
	});

	test('count for labels that are still to be added', async () => {
		const added = (photos: number) =>
			refusal(() => requirePhotoRoom(GUILD, bench.dataset, [boar], 5, quotas({ photos }), 2));
		expect(await added(18)).toBeUndefined();
		expect(await added(17)).toEqual({ code: 'photo-quota', limit: 17, now: 4, wanted: 18 });
	});

	test('take no label back that has more than it is to have', async () => {
		expect(await ask([crow, boar], 2, 5)).toBeUndefined();
		expect(await ask([crow, boar], 2, 4)).toEqual({ code: 'photo-quota', limit: 4, now: 4, wanted: 5 });
	});

	test('are not refused where none would come, however many there are', async () => {
		expect(await ask([crow], 3, 2)).toBeUndefined();
		expect(await ask([], 100, 2)).toBeUndefined();
	});

	test('are never refused to the host', async () => {
		expect(await ask([crow, boar], 5, 1, HOST)).toBeUndefined();
	});
});

describe('a photo that is given', () => {
	const ask = (photos: number, classifier = GUILD) =>
		refusal(() => requireRoomForPhoto(classifier, bench.dataset, quotas({ photos })));

	test('is refused where there is no room for one more', async () => {
		expect(await ask(5)).toBeUndefined();
		expect(await ask(4)).toEqual({ code: 'photo-quota', limit: 4, now: 4, wanted: 5 });
	});

	test('finds those in the way that wait for an admin', async () => {
		const [photo] = await bench.dataset.photos.list({ labelId: crow.id });
		await bench.dataset.photos.quarantine([photo?.id ?? 0], 'doubtful');
		expect(await bench.dataset.photos.count(crow.id)).toBe(2);
		expect(await ask(4)).toEqual({ code: 'photo-quota', limit: 4, now: 4, wanted: 5 });
	});

	test('is never refused to the host', async () => {
		expect(await ask(1, HOST)).toBeUndefined();
	});
});

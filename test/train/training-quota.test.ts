import { describe, expect, test } from 'vitest';
import { DEFAULT_QUOTAS } from '../../src/dataset/quotas.ts';
import { UserError } from '../../src/errors.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openStore } from '../../src/store/store.ts';
import { TrainingQuota } from '../../src/train/training-quota.ts';

const GUILD = '400000000000000001';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.parse('2026-11-24T08:30:00Z');

/** So many trainings a day, at a time that is given each time. */
function quotaOf(trainingsPerDay: number) {
	const keyv = openStore(openDatabase(':memory:'), { error: () => {} }).keyv<unknown>('trainings-begun');
	let at = NOW;
	let limit = trainingsPerDay;
	const quota = () => new TrainingQuota(keyv, { ...DEFAULT_QUOTAS, trainingsPerDay: limit }, () => at);
	return {
		at(moment: number, allowed = limit) {
			at = moment;
			limit = allowed;
			return quota();
		},
	};
}

const begin = async () => 'begun';

/** The refusal, as one object. */
async function refusal(asked: Promise<unknown>): Promise<unknown> {
	const error = await asked.then(
		() => undefined,
		(error: unknown) => error,
	);
	return error instanceof UserError ? { code: error.code, ...error.details } : error;
}

describe('another training', () => {
	test('is refused after as many within a day, until the first of them is a day ago', async () => {
		const quota = quotaOf(2);
		expect(await quota.at(NOW - 5 * HOUR_MS).spend(GUILD, begin)).toBe('begun');
		await quota.at(NOW - 2 * HOUR_MS).spend(GUILD, begin);
		const refused = { code: 'training-quota', limit: 2, hours: 19 };
		expect(await refusal(quota.at(NOW).require(GUILD))).toEqual(refused);
		expect(await refusal(quota.at(NOW).spend(GUILD, begin))).toEqual(refused);
		const free = NOW - 5 * HOUR_MS + DAY_MS;
		expect(await refusal(quota.at(free - 1).require(GUILD))).toEqual({ ...refused, hours: 1 });
		expect(await refusal(quota.at(free).spend(GUILD, begin))).toBeUndefined();
	});

	test('counts the latest alone where fewer are allowed now', async () => {
		const quota = quotaOf(4);
		for (const hours of [30, 6, 4, 3]) await quota.at(NOW - hours * HOUR_MS).spend(GUILD, begin);
		expect(await refusal(quota.at(NOW, 4).require(GUILD))).toBeUndefined();
		expect(await refusal(quota.at(NOW, 3).require(GUILD))).toMatchObject({ limit: 3, hours: 18 });
		expect(await refusal(quota.at(NOW, 2).require(GUILD))).toMatchObject({ limit: 2, hours: 20 });
	});

	test('that is refused for something else can be asked for again', async () => {
		const quota = quotaOf(1).at(NOW);
		const running = async () => {
			throw new UserError('training-running', {});
		};
		expect(await refusal(quota.spend(GUILD, running))).toEqual({ code: 'training-running' });
		expect(await quota.spend(GUILD, begin)).toBe('begun');
		expect(await refusal(quota.require('400000000000000002'))).toBeUndefined();
	});

	test('is never refused to the host', async () => {
		const quota = quotaOf(1).at(NOW);
		for (let n = 0; n < 2; n++) expect(await quota.spend('default', begin)).toBe('begun');
		await quota.require('default');
	});
});

import { describe, expect, test, vi } from 'vitest';
import { contestedMore } from '../../../src/bot/contests/contested-more.ts';
import { createContests } from '../../../src/bot/contests/contests.ts';
import { type ContestTally, contestedOf, givenAnswers } from '../../../src/bot/contests/tally.ts';
import { UserError } from '../../../src/errors.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { openStore } from '../../../src/store/store.ts';
import { MODEL, prediction } from '../fixtures.ts';

const PARK = '1300000000000000001';
const ZOO = '1300000000000000002';

function open() {
	const database = openDatabase(':memory:');
	const store = openStore(database, { error: vi.fn() });
	let now = 0;
	const begin = () =>
		createContests({ counts: store.keyv('contests'), votes: store.keyv('votes') }, () => ++now);
	// As two processes have them.
	return { database, contests: begin(), others: begin() };
}

const crow = { model: 'default/v2', label: 'crow' };
const contest = { place: PARK, given: crow, said: 'raven', answer: '5/0', by: 'ann' };

describe('contested answers', () => {
	test('are counted by version, label answered and label said', async () => {
		const { contests } = open();
		await contests.answered(PARK, [crow, crow, { ...crow, label: 'boar' }]);
		await contests.contest(contest);
		await contests.contest({ ...contest, by: 'ben', said: null });
		await contests.contest({ ...contest, by: 'cy', said: null });
		const { labels } = await contests.of(PARK, 'default/v2');
		expect(labels.find(({ label }) => label === 'crow')).toEqual({
			label: 'crow',
			answers: 2,
			said: [
				{ label: null, times: 2 },
				{ label: 'raven', times: 1 },
			],
		});
		expect(labels.find(({ label }) => label === 'boar')).toMatchObject({ answers: 1, said: [] });
	});

	test('count a member once an answer', async () => {
		const { contests, others } = open();
		const counted = await Promise.all([contests.contest(contest), others.contest(contest)]);
		expect(counted.sort()).toEqual([false, true]);
		expect(await contests.contest({ ...contest, said: 'jay' })).toBe(false);
		expect(await contests.contest({ ...contest, answer: '5/1' })).toBe(true);
		const [tally] = (await contests.of(PARK, 'default/v2')).labels;
		expect(tally && contestedOf(tally)).toEqual({ count: 2, of: 2 });
	});

	test('are those of one server', async () => {
		const { contests } = open();
		await contests.contest(contest);
		expect((await contests.of(ZOO, 'default/v2')).labels).toEqual([]);
		expect(await contests.places()).toEqual([PARK]);
		await contests.forget(PARK);
		expect((await contests.of(PARK, 'default/v2')).labels).toEqual([]);
	});

	test('lose no answer of two that are counted at once, and hold up none when the store fails', async () => {
		const { contests, others, database } = open();
		await Promise.all([contests.answered(PARK, [crow]), others.answered(PARK, [crow])]);
		expect((await contests.of(PARK, 'default/v2')).labels).toMatchObject([{ answers: 2 }]);
		database.sqlite.exec('DROP TABLE keyv');
		await contests.answered(PARK, [crow]);
		expect((await contests.of(PARK, 'default/v2')).labels).toEqual([]);
	});

	test('begin with what a message said: no refusals, and none of the labels where it said so', () => {
		const refusal = new UserError('image-empty', {});
		const answers = [
			{ spoiler: false, prediction: prediction() },
			{ spoiler: false, refusal },
			{ spoiler: false, prediction: prediction('unknown') },
		];
		expect(givenAnswers(answers, null)).toEqual([
			{ model: MODEL, label: 'crow' },
			{ model: MODEL, label: null },
		]);
	});
});

describe('a model that is contested more than the one before', () => {
	const tally = (contested: number, answers: number, label: string | null = 'crow'): ContestTally => ({
		since: 0,
		labels: [{ label, answers, said: contested > 0 ? [{ label: null, times: contested }] : [] }],
	});

	test('is named with both shares', () => {
		const versions = [
			['v3', tally(60, 300)],
			['v2', tally(9, 300)],
			['v1', tally(0, 300)],
		] as const;
		expect(contestedMore('v3', versions)).toEqual({
			model: 'v3',
			before: 'v2',
			share: 0.2,
			shareBefore: 0.03,
		});
		expect(contestedMore('v2', versions)).toBeUndefined();
		expect(contestedMore('v1', versions)).toBeUndefined();
		expect(contestedMore('v9', versions)).toBeUndefined();
	});

	test.each([
		['a difference that may be chance', tally(8, 100), tally(3, 100)],
		['a sure difference that is small', tally(600, 10_000), tally(500, 10_000)],
		['too few answers', tally(20, 49), tally(0, 300)],
		['too few answers of the one before', tally(60, 300), tally(0, 49)],
		['a handful of contests', tally(4, 50), tally(0, 5_000)],
		['a model that is better', tally(3, 300), tally(60, 300)],
		['answers without a label', tally(60, 300, null), tally(0, 300, null)],
	])('is not: %s', (_, now, before) => {
		expect(
			contestedMore('v3', [
				['v3', now],
				['v2', before],
			]),
		).toBeUndefined();
	});
});

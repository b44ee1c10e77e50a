import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFailures } from '../../../src/bot/failures.ts';
import { FairQueue } from '../../../src/bot/flow/fair-queue.ts';
import { createAttachmentExaminer, PATIENT } from '../../../src/bot/images/examine.ts';
import type { FoundImage } from '../../../src/bot/images/find.ts';
import { UserError } from '../../../src/errors.ts';
import type { Prediction } from '../../../src/model/prediction.ts';
import type { Predictor } from '../../../src/registry/predictor.ts';
import { prediction } from '../fixtures.ts';

const image: FoundImage = { key: '1', name: 'a.png', url: 'old', size: 4, spoiler: false };

/** An examiner whose predict answers with these, one after the other. */
function examinerThat(...outcomes: (Prediction | Error)[]) {
	const fetched: string[] = [];
	const error = vi.fn();
	const failures = createFailures({ error });
	const predict = vi.fn(async () => {
		const outcome = outcomes.shift() ?? prediction();
		if (outcome instanceof Error) throw outcome;
		return outcome;
	});
	const examiner = createAttachmentExaminer({
		downloader: {
			async download({ url }) {
				fetched.push(url);
				if (url === 'old-expired') throw new UserError('image-gone', {});
				return Buffer.from(url);
			},
		},
		predictors: { of: () => ({ predict }) as unknown as Predictor },
		queue: new FairQueue({ concurrency: 2, waitingPerKey: 100, waiting: 100 }),
		failures,
	});
	return { examiner, fetched, predict, failures };
}

const request = { turn: 'guild', classifier: 'guild', patience: PATIENT };

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

describe('examining pictures', () => {
	test('answers each in order, a refused one in its place', async () => {
		const refusal = new UserError('image-damaged', { format: 'PNG' });
		const { examiner } = examinerThat(prediction(), refusal, prediction('unknown'));
		const answers = await examiner.examine(
			[image, { ...image, name: 'b' }, { ...image, name: 'c' }],
			request,
		);
		expect(answers).toEqual([
			{ spoiler: false, prediction: prediction() },
			{ spoiler: false, refusal },
			{ spoiler: false, prediction: prediction('unknown') },
		]);
	});

	test('asks a busy engine again', async () => {
		const busy = new UserError('engine-busy', { waiting: 9 });
		const { examiner, predict } = examinerThat(busy, busy, busy, prediction());
		const answers = examiner.examine([image], request);
		await vi.runAllTimersAsync();
		expect(await answers).toMatchObject([{ prediction: { verdict: 'sure' } }]);
		expect(predict).toHaveBeenCalledTimes(4);
	});

	test('says that the engine is busy once patience is at its end', async () => {
		const { examiner } = examinerThat(
			...Array.from({ length: 100 }, () => new UserError('engine-busy', { waiting: 9 })),
		);
		const answers = examiner.examine([image], {
			...request,
			patience: { firstDelayMs: 50, maxDelayMs: 500, deadlineMs: 2_000 },
		});
		await vi.runAllTimersAsync();
		expect(await answers).toMatchObject([{ refusal: { code: 'engine-busy' } }]);
	});

	test('tries a picture again after a crash, and not a second time', async () => {
		const crash = new UserError('engine-crashed', {});
		const lucky = examinerThat(crash, prediction());
		const first = lucky.examiner.examine([image], request);
		await vi.runAllTimersAsync();
		expect(await first).toMatchObject([{ prediction: {} }]);
		const deadly = examinerThat(crash, crash, prediction());
		const second = deadly.examiner.examine([image], request);
		await vi.runAllTimersAsync();
		expect(await second).toMatchObject([{ refusal: { code: 'engine-crashed' } }]);
	});

	test('fetches from a fresh address once the old one has expired', async () => {
		const { examiner, fetched } = examinerThat();
		const expired = { ...image, url: 'old-expired' };
		const refetch = async () => ({ ...image, url: 'fresh' });
		expect(await examiner.examine([expired], { ...request, refetch })).toMatchObject([{ prediction: {} }]);
		expect(fetched).toEqual(['old-expired', 'fresh']);
		const gone = await examiner.examine([expired], { ...request, refetch: async () => undefined });
		expect(gone).toMatchObject([{ refusal: { code: 'image-gone' } }]);
	});

	test('reports a bug under a reference', async () => {
		const { examiner, failures } = examinerThat(new TypeError('x is undefined'));
		const [answer] = await examiner.examine([image], request);
		expect(answer).toMatchObject({
			refusal: { code: 'unexpected', details: { reference: failures.last?.reference } },
		});
		expect(failures.last?.text).toBe('x is undefined');
	});

	test('shows the bytes of what was judged to those who keep them', async () => {
		const { examiner } = examinerThat();
		const kept: string[] = [];
		await examiner.examine([image], {
			...request,
			keep: (bytes, { key }) => {
				kept.push(`${key} ${Buffer.from(bytes)}`);
			},
		});
		expect(kept).toEqual(['1 old']);
	});

	test('stops when its signal aborts', async () => {
		const { examiner, predict } = examinerThat();
		const signal = AbortSignal.abort(new Error('deleted'));
		await expect(examiner.examine([image], { ...request, signal })).rejects.toThrow('deleted');
		expect(predict).not.toHaveBeenCalled();
	});
});

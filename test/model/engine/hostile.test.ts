import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isUserError } from '../../../src/errors.ts';
import { generateHostileFiles } from '../../image/hostile/generate.ts';
import { openTestEngine } from '../../support/backbone.ts';
import { drawPicture } from '../../support/pictures.ts';

/** `HANTEI_HOSTILE=10000 npx vitest run test/model/engine/hostile` sends that many. */
const COUNT = Number(process.env['HANTEI_HOSTILE'] ?? 200);
const SEED = Number(process.env['HANTEI_HOSTILE_SEED'] ?? 1);
const WORKERS = 2;

let opened: Awaited<ReturnType<typeof openTestEngine>>;
beforeAll(async () => {
	opened = await openTestEngine({ workers: WORKERS });
});
afterAll(() => opened.engine.close());

describe('hostile files in an engine', () => {
	it('are each answered or refused by name, and kill no worker', { timeout: 3_600_000 }, async () => {
		const { engine, logger } = opened;
		const tally = new Map<string, number>();
		const judge = async (bytes: Buffer) => {
			const outcome = await engine.embed(bytes).then(
				({ embedding }) => (embedding.every(Number.isFinite) ? 'answered' : 'not a number'),
				(error: unknown) => (isUserError(error) ? error.code : String(error)),
			);
			tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
			return outcome;
		};

		const running = new Set<Promise<void>>();
		for await (const { name, bytes, outcome: expected } of generateHostileFiles(SEED, COUNT)) {
			if (running.size > WORKERS) await Promise.race(running);
			const judged = judge(bytes).then((outcome) => {
				expect(outcome, name).toMatch(/^(answered|image-.*)$/);
				if (expected) expect(outcome, name).toBe(expected);
				running.delete(judged);
			});
			running.add(judged);
		}
		await Promise.all(running);

		expect([...tally.values()].reduce((sum, count) => sum + count, 0)).toBe(COUNT);
		expect(tally.get('answered')).toBeGreaterThan(0);
		expect(logger.lines).toEqual([]);
		expect(await judge(await drawPicture('house', 1))).toBe('answered');
	});
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { isUserError } from '../../../src/errors.ts';
import { DEFAULT_IMAGE_LIMITS } from '../../../src/image/limits.ts';
import { readPixels } from '../../../src/image/read.ts';
import { HAND_MADE_FILES, mutatedFiles } from './generate.ts';

/** `HANTEI_HOSTILE=10000 npx vitest run test/image/hostile` sends that many. */
const COUNT = Number(process.env['HANTEI_HOSTILE'] ?? 500);
const SEED = Number(process.env['HANTEI_HOSTILE_SEED'] ?? 1);

/** What came of it: pixels, or the code of the refusal. Anything else thrown fails the test. */
async function outcomeOf(bytes: Uint8Array): Promise<string> {
	try {
		const pixels = await readPixels(bytes, { kind: 'squash', width: 64, height: 64 }, DEFAULT_IMAGE_LIMITS);
		return pixels.data.length === 64 * 64 * 3 ? 'answered' : `${pixels.data.length} bytes of pixels`;
	} catch (error) {
		if (isUserError(error) && error.code.startsWith('image-')) return error.code;
		throw error;
	}
}

function residentMegabytes(): number {
	setFlagsFromString('--expose-gc');
	runInNewContext('gc')();
	return Math.round(process.memoryUsage.rss() / 1e6);
}

describe('a file made to hurt', () => {
	it.each(HAND_MADE_FILES)('$name: $outcome', async ({ make, outcome }) => {
		expect(await outcomeOf(await make())).toBe(outcome);
	});
});

describe('damaged and meddled files', () => {
	it('are answered or refused, and leave nothing behind', { timeout: 3_600_000 }, async () => {
		const count = COUNT - HAND_MADE_FILES.length;
		// Other files' pictures are read in this process, too.
		const before = sharp.counters();
		const handlesBefore = process.getActiveResourcesInfo();
		const tally = new Map<string, number>();
		const memory: number[] = [];
		let seen = 0;
		for await (const { name, bytes } of mutatedFiles(SEED, count)) {
			const outcome = await outcomeOf(bytes).catch((error: unknown) => {
				throw new Error(name, { cause: error });
			});
			tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
			seen += 1;
			if (seen % 1000 === 0) memory.push(residentMegabytes());
		}
		if (memory.length > 0) {
			process.stdout.write(`${JSON.stringify(Object.fromEntries(tally))}, RSS in MB: ${memory.join(' ')}\n`);
		}
		expect(seen).toBe(count);
		// Damage that never shows, or always does, would be no test.
		expect(tally.get('answered')).toBeGreaterThan(count / 5);
		expect(tally.get('image-damaged')).toBeGreaterThan(count / 5);
		expect(tally.get('image-too-slow')).toBeUndefined();
		const { queue, process: running } = sharp.counters();
		expect([queue, running <= before.process]).toEqual([0, true]);
		expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(handlesBefore.length);
		// Not flat to the megabyte, since allocators keep what they had; a picture leaked for each file would double it.
		if (memory.length > 4) expect(memory[memory.length - 1]).toBeLessThan(memory[1] * 1.5);
	});

	it('are the same for the same seed', async () => {
		const generate = async (seed: number) => {
			const found: string[] = [];
			for await (const { name, bytes } of mutatedFiles(seed, 30))
				found.push(`${name} ${bytes.toString('base64')}`);
			return found;
		};
		const files = await generate(7);
		expect(await generate(7)).toEqual(files);
		expect(await generate(8)).not.toEqual(files);
	});
});

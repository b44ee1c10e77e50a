import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { packageRoot } from '../../src/package-root.ts';
import { median } from '../measure.ts';
import { drawPhoto } from '../pictures.ts';
import { atMost, type Section } from '../report.ts';

const ROUNDS = 5;

/** How long a person waits for `npm start` and for `hantei predict`. */
export async function start(): Promise<Section> {
	const data = await mkdtemp(join(tmpdir(), 'hantei-bench-'));
	const photo = join(data, 'photo.jpg');
	await writeFile(photo, await drawPhoto(1200, 900, 1));
	const environment = {
		...process.env,
		HANTEI_DATA: data,
		WEB_PORT: '0',
		PLAYGROUND_PORT: '0',
		PHOTO_SOURCE_PORT: '0',
	};

	const first = await timeUntil('start.js', [], environment, 'logged in to Discord');
	const starts: number[] = [];
	const ready: number[] = [];
	const predictions: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		ready.push(await timeUntil('start.js', [], environment, 'is ready'));
		starts.push(await timeUntil('start.js', [], environment, 'logged in to Discord'));
		predictions.push(await timeUntil('hantei.js', ['predict', photo], environment, 'photo.jpg'));
	}
	await rm(data, { recursive: true });
	const seconds = (value: number) => `${(value / 1000).toFixed(2)} s`;
	return {
		title: 'Start: from the command to an answer',
		method: `Whole processes, from their start; after the first, the median of ${ROUNDS}.`,
		rows: [
			atMost('first start, in an empty data folder, until the bot is logged in', first, 1_600, seconds),
			atMost('start until the judge page is ready', median(ready), 3_000, seconds),
			atMost('start until the bot is logged in', median(starts), 2_000, seconds),
			atMost('hantei predict photo.jpg', median(predictions), 600, seconds),
		],
	};
}

/** Runs one of our programs until it says something; milliseconds from its start. */
function timeUntil(
	program: string,
	args: readonly string[],
	env: NodeJS.ProcessEnv,
	sign: string,
): Promise<number> {
	const start = performance.now();
	const child = spawn(process.execPath, [join(packageRoot(), 'bin', program), ...args], { env });
	return new Promise((resolve, reject) => {
		let said = '';
		let seenAt: number | undefined;
		const listen = (chunk: Buffer) => {
			said += chunk;
			if (seenAt !== undefined || !said.includes(sign)) return;
			seenAt = performance.now() - start;
			child.kill('SIGTERM');
		};
		child.stdout.on('data', listen);
		child.stderr.on('data', listen);
		child.once('exit', () => {
			if (seenAt === undefined) reject(new Error(`${program} ended without "${sign}":\n${said}`));
			else resolve(seenAt);
		});
	});
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedBackbone } from '../../support/backbone.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Runs a scenario of the child until its process ends by itself. */
async function run(scenario: string, environment: NodeJS.ProcessEnv = {}) {
	const child = spawn(process.execPath, ['--import', 'tsx', path('./child.ts'), scenario], {
		env: { ...process.env, ...environment },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const [stdout, stderr, [exitCode, signal]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'exit'),
	]);
	return { said: JSON.parse(stdout || 'null'), stderr, exitCode: exitCode ?? signal };
}

beforeAll(() => sharedBackbone());

describe.concurrent('a process with an engine', () => {
	it('ends by itself once the engine is closed', async () => {
		const { said, stderr, exitCode } = await run('judge');
		expect(said.outcomes).toEqual(['answered', 'answered', 'answered', 'answered']);
		expect(said.log).toEqual([]);
		expect(stderr).toBe('');
		expect(exitCode).toBe(0);
	});

	it.each(['exit', 'throw'])(
		'loses one photo with a worker that dies (%s), and replaces it',
		async (DEADLY) => {
			const NODE_OPTIONS = `--import ${new URL('./deadly.js', import.meta.url)}`;
			const { said, exitCode } = await run('judge', { NODE_OPTIONS, DEADLY });
			expect(said).toEqual({
				outcomes: ['answered', 'engine-crashed', 'answered', 'engine-crashed'],
				load: { waiting: 0, running: 0, workers: 1, queueLimit: 100 },
				log: ['error: a worker failed on a photo', 'error: a worker failed on a photo'],
			});
			expect(exitCode).toBe(0);
		},
	);
});

// A thread that is ended inside ONNX Runtime takes the process with it: see `NativeCalls`.
describe.concurrent('a process whose workers are in the middle of something', () => {
	it('survives an engine that is closed while they start', async () => {
		expect(await run('start')).toMatchObject({ exitCode: 0, stderr: '' });
	});

	it('survives photos that are cancelled while they are judged', async () => {
		const { said, exitCode, stderr } = await run('cancel');
		expect(said).toEqual({ outcomes: expect.arrayContaining(['cancelled']), last: 'answered' });
		expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
	});

	it('survives a network that takes too long', async () => {
		expect(await run('late')).toEqual({
			said: { late: 'engine-timeout', next: 'answered' },
			exitCode: 0,
			stderr: '',
		});
	});

	it('exits with the code it was told to', async () => {
		expect(await run('exit')).toEqual({ said: { outcome: 'answered' }, exitCode: 7, stderr: '' });
	});
});

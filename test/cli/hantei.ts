import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type MockInstance, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { packageRoot } from '../../src/package-root.ts';

export const BIN = join(packageRoot(), 'bin', 'hantei.js');

export interface Outcome {
	readonly stdout: string;
	readonly stderr: string;
	readonly exitCode: number | NodeJS.Signals;
	/** Lines of the standard output. */
	readonly lines: readonly string[];
}

export interface RunOptions {
	readonly environment?: Readonly<Record<string, string>>;
	readonly input?: Uint8Array;
	/** Interrupts the command as soon as it has said this on standard error. */
	readonly interruptAfter?: string;
}

/** Ends with the command that runs in this process. */
let turn: Promise<unknown> = Promise.resolve();

/** A host of its own: folders for models and data, and the command line run in it as a user would. */
export class Host {
	readonly folder: string;
	readonly models: string;

	private constructor(folder: string) {
		this.folder = folder;
		this.models = join(folder, 'models');
	}

	static async open(folder: string): Promise<Host> {
		await mkdir(join(folder, 'data'));
		return new Host(folder);
	}

	/** What the command sees of the environment: nothing of the person who runs the tests. */
	environment(changes: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
		return {
			PATH: process.env['PATH'],
			HOME: this.folder,
			LANG: 'C',
			HANTEI_MODELS: 'models',
			HANTEI_DATA: 'data',
			HANTEI_WORKERS: '1',
			...changes,
		};
	}

	async hantei(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
		const child = spawn(process.execPath, [BIN, ...args], {
			cwd: this.folder,
			env: this.environment(options.environment),
		});
		// A command that does not read its input may be gone before it is written.
		child.stdin.on('error', () => {}).end(options.input);
		child.stderr.on('data', (chunk: Buffer) => {
			if (options.interruptAfter && chunk.includes(options.interruptAfter)) child.kill('SIGINT');
		});
		const [stdout, stderr, [code, signal]] = await Promise.all([
			text(child.stdout),
			text(child.stderr),
			once(child, 'exit'),
		]);
		return outcomeOf(stdout, stderr, code ?? signal);
	}

	/**
	 * The same in this process: to start one takes longer than most commands do, and that a command ends by itself need
	 * be seen once only. One at a time, since each has this folder as its own.
	 */
	async command(
		args: readonly string[],
		{ environment }: Pick<RunOptions, 'environment'> = {},
	): Promise<Outcome> {
		const outcome = turn.then(() => this.#runHere(args, environment));
		turn = outcome.catch(() => {});
		return outcome;
	}

	async #runHere(args: readonly string[], environment: RunOptions['environment']): Promise<Outcome> {
		const outer = process.cwd();
		const [stdout, stderr] = [process.stdout, process.stderr].map((stream) =>
			vi.spyOn(stream, 'write').mockReturnValue(true),
		);
		process.chdir(this.folder);
		try {
			const exitCode = await runCommandLine(args, this.environment(environment));
			return outcomeOf(written(stdout), written(stderr), exitCode);
		} finally {
			process.chdir(outer);
			stdout.mockRestore();
			stderr.mockRestore();
		}
	}
}

function outcomeOf(stdout: string, stderr: string, exitCode: Outcome['exitCode']): Outcome {
	return { stdout, stderr, exitCode, lines: stdout.split('\n').slice(0, -1) };
}

function written({ mock }: MockInstance<NodeJS.WriteStream['write']>): string {
	return mock.calls.map(([text]) => String(text)).join('');
}

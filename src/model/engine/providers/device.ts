import { fork } from 'node:child_process';
import { workerFile } from '../worker-file.ts';

/** What ONNX Runtime can run networks on, by its own names: the processor, NVIDIA's cards, Apple's, and those of Windows. */
export const EXECUTION_PROVIDERS = ['cpu', 'cuda', 'coreml', 'dml'] as const;
export type ExecutionProvider = (typeof EXECUTION_PROVIDERS)[number];

/** What networks run on here. */
export interface Device {
	/** In the order in which ONNX Runtime tries them, the processor last. */
	readonly providers: readonly ExecutionProvider[];
	/** Asked for, and not usable here. */
	readonly absent: readonly ExecutionProvider[];
}

export const PROCESSOR: Device = { providers: ['cpu'], absent: [] };

/** A card's driver may take seconds to begin. */
const LIMIT_MS = 60_000;

/** What a provider's libraries may need to know to be found. */
const PASSED_ON = [
	'PATH',
	'HOME',
	'TMPDIR',
	'TEMP',
	'SystemRoot',
	'LD_LIBRARY_PATH',
	'CUDA_PATH',
	'CUDA_VISIBLE_DEVICES',
];

const found = new Map<ExecutionProvider, Promise<boolean>>();

/**
 * What of that can be used on this machine; the processor always. Each is tried once for the process, in one of its own: a
 * driver that does not fit may end the process that loads it.
 */
export async function findDevice(wanted: readonly ExecutionProvider[]): Promise<Device> {
	const providers: ExecutionProvider[] = [];
	const absent: ExecutionProvider[] = [];
	for (const provider of new Set(wanted)) {
		if (provider !== 'cpu') ((await isUsable(provider)) ? providers : absent).push(provider);
	}
	return { providers: [...providers, 'cpu'], absent };
}

function isUsable(provider: ExecutionProvider): Promise<boolean> {
	const known = found.get(provider) ?? tryOut(provider);
	found.set(provider, known);
	return known;
}

function tryOut(provider: ExecutionProvider): Promise<boolean> {
	const { filename, execArgv } = workerFile('./try-provider-process', import.meta.url);
	const child = fork(filename, [provider], {
		execArgv,
		env: Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]])),
		// What libraries print about what is missing is of no use to anybody.
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
		timeout: LIMIT_MS,
		killSignal: 'SIGKILL',
	});
	return new Promise((resolve) => {
		child.once('error', () => resolve(false));
		child.once('exit', (code) => resolve(code === 0));
	});
}

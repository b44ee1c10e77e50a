import type { InferenceSession } from '../onnx-runtime.ts';
import type { ExecutionProvider } from './providers/device.ts';

/**
 * One thread a session: the workers are the parallelism, and a second thread inside a run of a small network measured
 * slower, not faster. Graph optimisation `all` fuses activations and lays out convolutions for this CPU.
 */
export const SESSION_OPTIONS: InferenceSession.SessionOptions = {
	executionProviders: ['cpu'],
	intraOpNumThreads: 1,
	interOpNumThreads: 1,
	executionMode: 'sequential',
	graphOptimizationLevel: 'all',
	logSeverityLevel: 3,
};

/** The same on what the host has chosen. */
export function sessionOptions(providers: readonly ExecutionProvider[]): InferenceSession.SessionOptions {
	return { ...SESSION_OPTIONS, executionProviders: [...providers] };
}

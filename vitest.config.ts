import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { compiledWorkers } from './test/support/compiled-workers.ts';
import { LongestFirst } from './test/support/longest-first.ts';

const TESTS = '{test,packages/*/test}';
const PROCESSES = `${TESTS}/**/*.process.test.ts`;

/** A test's name or folder says its tier; CONTRIBUTING has the table. */
export default defineConfig({
	// Our packages run from their sources, as everything else in tests; others as Node itself finds them, which knows no 'module'.
	ssr: { resolve: { conditions: ['source', 'node', 'development|production'] } },
	test: {
		// Native add-ons (sharp, ONNX Runtime) want a process of their own, not a thread.
		pool: 'forks',
		// More than there are cores: tests wait for processes, servers, browsers and clocks; none depends on how fast it runs.
		maxWorkers: availableParallelism() + 1,
		// What must come comes at some time: on a busy machine a second is not much.
		expect: { poll: { timeout: 30_000 } },
		// A third of the time was spent on loading the same libraries for each file.
		isolate: false,
		testTimeout: 120_000,
		hookTimeout: 120_000,
		sequence: { sequencer: LongestFirst },
		projects: [
			{
				extends: true,
				plugins: [compiledWorkers()],
				test: {
					name: 'unit',
					include: [`${TESTS}/**/*.test.ts`],
					exclude: [PROCESSES, 'test/e2e/**', `${TESTS}/browser/**`],
					setupFiles: ['test/support/no-processes.ts'],
					globalSetup: ['test/build.ts'],
				},
			},
			{
				extends: true,
				plugins: [compiledWorkers()],
				test: {
					name: 'process',
					include: [PROCESSES],
					globalSetup: ['test/build.ts'],
				},
			},
			{
				extends: true,
				plugins: [compiledWorkers()],
				test: {
					name: 'e2e',
					include: ['test/e2e/**/*.test.ts'],
					globalSetup: ['test/build.ts'],
				},
			},
			{
				extends: true,
				test: {
					name: 'browser',
					include: [`${TESTS}/browser/**/*.test.ts`],
				},
			},
		],
	},
});

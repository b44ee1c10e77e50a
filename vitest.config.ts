import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: 'main',
					include: ['test/**/*.test.ts'],
					exclude: ['test/browser/**'],
					// Native add-ons (sharp, ONNX Runtime) want a process of their own, not a thread.
					pool: 'forks',
					globalSetup: ['test/build.ts'],
					testTimeout: 60_000,
					hookTimeout: 60_000,
				},
			},
			{
				test: {
					name: 'browser',
					include: ['test/browser/**/*.test.ts'],
					pool: 'forks',
					globalSetup: ['test/build.ts'],
					testTimeout: 120_000,
					hookTimeout: 120_000,
				},
			},
		],
	},
});

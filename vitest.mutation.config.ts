import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import stryker from './stryker.config.json' with { type: 'json' };

/** A mutant is to die by the tests that mirror a decision file, not by chance somewhere in a whole training. */
const tests = stryker.mutate.map((file) => file.replace(/^src/, 'test').replace(/\.ts$/, '.test.ts'));

export default defineConfig({
	test: { include: tests.filter((file) => existsSync(file)), testTimeout: 60_000 },
});

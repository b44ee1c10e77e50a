#!/usr/bin/env node
import { existsSync } from 'node:fs';

// In a clone of the repository the sources may be newer than what was compiled; the published package has none.
if (existsSync(new URL('../src', import.meta.url))) {
	const { buildIfStale } = await import('../../../bin/build-if-stale.js');
	buildIfStale();
}
await import('../dist/cli.js');

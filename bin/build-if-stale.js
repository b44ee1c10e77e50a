import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROJECT = join(ROOT, 'tsconfig.build.json');
const STAMP = join(ROOT, 'dist', '.built');
const PACKAGES = ['packages/discord-playground', 'packages/photo-services'];
const SOURCES = [
	...['src', 'commands', 'bench', 'tsconfig.json', 'tsconfig.build.json'],
	...PACKAGES.flatMap((folder) => [`${folder}/src`, `${folder}/tsconfig.json`]),
];

/** Milliseconds since the epoch of the newest file at or below a path; 0 where there is none. */
function newestChange(path) {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat) return 0;
	if (!stat.isDirectory()) return stat.mtimeMs;
	return readdirSync(path).reduce((newest, name) => Math.max(newest, newestChange(join(path, name))), 0);
}

/**
 * Compiles the TypeScript sources when they are newer than the last build, so that a fresh clone and an
 * edited one both run with one command. Types are left to `npm run types`: they take three times as long.
 * npm's own `prestart` is no help: it does not run under ignore-scripts.
 */
export function buildIfStale() {
	// An image has what was compiled and nothing to compile.
	if (!existsSync(PROJECT)) return;
	const built = statSync(STAMP, { throwIfNoEntry: false })?.mtimeMs ?? 0;
	const changed = Math.max(0, ...SOURCES.map((name) => newestChange(join(ROOT, name))));
	if (built >= changed) return;
	const startedAt = new Date();
	process.stderr.write('hantei: compiling (only after a change) …\n');
	const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
	const compiler = join(typescript, 'bin', 'tsc');
	const result = spawnSync(process.execPath, [compiler, '-b', PROJECT], {
		stdio: ['ignore', 2, 2],
	});
	if (result.status !== 0) {
		process.stderr.write('hantei: the TypeScript sources do not compile; the messages above say where.\n');
		process.exit(1);
	}
	// Stamped with the time before compiling: a file saved meanwhile makes the build stale again.
	writeFileSync(STAMP, startedAt.toISOString());
	utimesSync(STAMP, startedAt, startedAt);
}

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

/** Where Debian's packages put servers that are no commands of everybody, besides the PATH. */
const FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/local/bin'];

/** The path of an installed program; undefined where there is none. */
export function findProgram(name: string, folders: readonly string[] = []): string | undefined {
	const path = process.env.PATH?.split(delimiter) ?? [];
	return [...folders, ...path, ...FOLDERS]
		.map((folder) => join(folder, name))
		.find((file) => existsSync(file));
}

/**
 * Tests against a real server that they start themselves. Where its program is not installed they are skipped, and said
 * to be; where services are required, as in `.ci/run`, that is a failure.
 */
export function describeWith(
	program: string,
	name: string,
	suite: () => void | Promise<void>,
	folders?: readonly string[],
): void {
	if (findProgram(program, folders) || process.env.HANTEI_TEST_SERVICES === 'required') describe(name, suite);
	else describe.skip(`${name} (skipped: ${program} is not installed)`, suite);
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot, packageVersion } from '../src/package-root.ts';

it('finds the folder of package.json, and the version in it', () => {
	const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
	expect(packageVersion()).toBe(version);
});

it('finds the same folder from the compiled output, wherever the process was started', () => {
	const compiled = join(packageRoot(), 'dist', 'src', 'package-root.js');
	const program = `import(${JSON.stringify(compiled)}).then((m) => process.stdout.write(m.packageRoot()))`;
	expect(execFileSync(process.execPath, ['-e', program], { cwd: '/', encoding: 'utf8' })).toBe(packageRoot());
});

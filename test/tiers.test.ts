import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('a unit test cannot start a process', () => {
	expect(() => spawnSync(process.execPath, ['--version'])).toThrow('*.process.test.ts');
});

import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import stryker from '../stryker.config.json' with { type: 'json' };

it('every file that mutants are made of is there', () => {
	expect(stryker.mutate.filter((file) => !existsSync(file))).toEqual([]);
});

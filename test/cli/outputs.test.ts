import { expect, it } from 'vitest';
import { writeTo } from '../../src/cli/outputs.ts';

it.each([
	['ENOSPC', 'storage-full'],
	['EDQUOT', 'storage-full'],
	['EACCES', 'file-unwritable'],
])('what cannot be written because of %s is refused as %s', async (code, refusal) => {
	const failure = Object.assign(new Error(code), { code, syscall: 'write' });
	await expect(writeTo('out.zip', () => Promise.reject(failure))).rejects.toMatchObject({ code: refusal });
});

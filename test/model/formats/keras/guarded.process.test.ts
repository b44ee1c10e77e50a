import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { UserError } from '../../../../src/errors.ts';
import { convertGuarded } from '../../../../src/model/formats/keras/guarded.ts';
import { writeHdf5 } from '../../../../src/model/formats/keras/hdf5.ts';
import { describeDense } from './dense-h5.ts';

const H5 = fileURLToPath(new URL('golden/keras-3-functional.h5', import.meta.url));

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'hantei-keras-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const refusalOf = (attempt: Promise<unknown>) =>
	attempt.then(
		() => expect.fail('it was taken'),
		(error: UserError) => ({ code: error.code, ...error.details }),
	);

describe('The process that reads Keras files', () => {
	test('hands over what it read', async () => {
		const { input, classes, networks } = await convertGuarded(H5, ['0..1']);
		expect({ input, classes, ranges: networks.map(({ range }) => range) }).toEqual({
			input: { width: 12, height: 12 },
			classes: 3,
			ranges: ['0..1'],
		});
	});

	test('hands over refusals', async () => {
		expect(await refusalOf(convertGuarded(join(folder, 'none.h5'), ['0..1']))).toMatchObject({
			code: 'file-not-found',
		});
	});

	test('is ended when it takes too long', async () => {
		const limits = { limitSeconds: 0.001 };
		expect(await refusalOf(convertGuarded(H5, ['0..1'], limits))).toMatchObject({
			code: 'network-too-demanding',
			limitSeconds: 0.001,
		});
	});

	test('is ended when it takes too much memory', async () => {
		// Zeros that are compressed to nothing, and 800 MB when they are read.
		const zeros = await writeHdf5((root) => describeDense(root, 2e8, [2e8, 1]));
		const path = join(folder, 'zeros.h5');
		await writeFile(path, zeros);
		expect(await refusalOf(convertGuarded(path, ['0..1'], { limitMb: 300 }))).toMatchObject({
			code: 'network-too-demanding',
			limitMb: 300,
		});
	});

	test('is ended when nobody waits any more', async () => {
		const signal = AbortSignal.abort();
		expect(await refusalOf(convertGuarded(H5, ['0..1'], { signal }))).toMatchObject({ code: 'cancelled' });
	});
});

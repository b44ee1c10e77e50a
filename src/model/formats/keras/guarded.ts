import { workerFile } from '../../engine/worker-file.ts';
import { type GuardOptions, runGuarded } from '../../guarded/guard.ts';
import type { PixelRange } from '../network/pixels.ts';
import type { ConvertedKerasFile } from './convert.ts';

/**
 * Converts a file of a stranger, in a process of its own.
 *
 * @throws {UserError} `network-too-demanding`, `cancelled`, and as `convertKerasFile`
 */
export function convertGuarded(
	path: string,
	ranges: readonly PixelRange[],
	options?: GuardOptions,
): Promise<ConvertedKerasFile> {
	const work = { module: workerFile('./convert', import.meta.url), name: 'convertKerasFile' };
	return runGuarded(work, path, [path, ranges], options);
}

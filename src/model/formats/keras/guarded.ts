import { workerFile } from '../../engine/worker-file.ts';
import { type GuardOptions, runGuarded } from '../../guarded/guard.ts';
import type { PixelRange } from '../network/pixels.ts';
import type { ConvertedKerasFile } from './convert.ts';

export interface ConversionOrder {
	readonly path: string;
	readonly ranges: readonly PixelRange[];
}

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
	const file = workerFile('./guarded-process', import.meta.url);
	return runGuarded(file, path, { path, ranges } satisfies ConversionOrder, options);
}

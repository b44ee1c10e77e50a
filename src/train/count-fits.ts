import { REGULARISATION_GRID } from '../model/cross-validation.ts';

/**
 * Fits that `fitVersion` does at most, for progress: each value of C and then, with the views, the chosen one, on every
 * fold. It may need fewer, since the search ends where larger values no longer help.
 */
export function mostFits(folds: number): number {
	return folds * (REGULARISATION_GRID.length + 1);
}

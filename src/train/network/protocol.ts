import type { WireError } from '../../jobs/wire-error.ts';
import type { NetworkProgress } from './network-run.ts';
import type { NetworkTraining } from './settings.ts';
import type { NetworkOutcome } from './train-network.ts';

/** What the process is told. Both sides are one version of Hantei. */
export type NetworkOrder =
	| { readonly kind: 'start'; readonly training: NetworkTraining }
	| { readonly kind: 'cancel' };

/** An outcome as it crosses: refusals of files as data. */
export type WireOutcome = Omit<NetworkOutcome, 'refused'> & {
	readonly refused: readonly { readonly name: string; readonly error: WireError }[];
};

/** What the process tells. */
export type NetworkReport =
	| { readonly kind: 'ready' }
	| { readonly kind: 'progress'; readonly progress: NetworkProgress }
	| { readonly kind: 'finished'; readonly outcome: WireOutcome }
	| { readonly kind: 'failed'; readonly error: WireError };

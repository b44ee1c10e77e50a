import type { Licence } from '../../dataset/candidate.ts';

/** What every source can be told. */
export interface SourceOptions {
	/** Licences to ask for; each photo is judged by its own all the same. */
	readonly licences: readonly Licence[];
	/** Where the service is, for a stand-in. */
	readonly baseUrl?: string;
	/** Where its photos are, for a stand-in. */
	readonly photoHosts?: readonly string[];
}

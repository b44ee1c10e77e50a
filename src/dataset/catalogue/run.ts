import type { SourceName } from '../candidate.ts';
import type { Quarantine, Rejection } from './reasons.ts';

export interface Run {
	readonly id: number;
	/** Who asked for it: a Discord user's id, `cli`, `schedule`. */
	readonly by: string;
	readonly startedAt: Date;
	readonly finishedAt?: Date;
	/** `lost`: its process died. */
	readonly state: 'running' | 'finished' | 'cancelled' | 'failed' | 'lost';
}

/** How often a run came to an outcome. */
export interface RunCount {
	readonly labelId: number;
	readonly source: SourceName;
	readonly outcome: 'found' | 'known' | 'accepted' | 'quarantined' | 'rejected' | 'failed';
	/** Of a quarantine or rejection. */
	readonly reason?: Rejection | Quarantine;
	readonly count: number;
	/** Downloaded on the way there. */
	readonly bytes: number;
}

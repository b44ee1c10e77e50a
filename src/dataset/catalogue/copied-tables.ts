import type { CopiedTable } from '../../store/copy-rows.ts';
import type { Tables } from './tables.ts';

/** All that the catalogue keeps, those that others refer to first. The version is each database's own. */
export const COPIED_TABLES: readonly (CopiedTable & { readonly name: keyof Tables })[] = [
	{ name: 'classifier', key: ['id'], isNumbered: true },
	{ name: 'label', key: ['id'], isNumbered: true },
	{ name: 'label_name', key: ['classifier_id', 'folded'] },
	{ name: 'run', key: ['id'], isNumbered: true },
	{ name: 'run_count', key: ['run_id', 'label_id', 'source', 'outcome', 'reason'] },
	{ name: 'photo', key: ['id'], isNumbered: true },
	// One that was undone refers to a later one.
	{ name: 'decision', key: ['id'], isNumbered: true, isBackwards: true },
	{ name: 'decision_photo', key: ['decision_id', 'photo_id'] },
	{ name: 'tombstone', key: ['id'], isNumbered: true },
	{ name: 'fingerprint', key: ['sequence'], isNumbered: true },
	{ name: 'search_cursor', key: ['label_id', 'source', 'query'] },
	{ name: 'host_cool_down', key: ['host'] },
	{ name: 'host_usage', key: ['host', 'period'] },
	{ name: 'audit', key: ['id'], isNumbered: true },
	{ name: 'finding', key: ['photo_id', 'issue'] },
	{ name: 'lesson_value', key: ['photo_id'] },
];

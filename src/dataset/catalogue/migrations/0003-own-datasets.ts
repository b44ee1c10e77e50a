import type { ColumnTypes } from '../../../store/differences.ts';

/** When a classifier got a dataset of its own; until then it follows `default`. */
export const ownDatasets = ({ integer }: ColumnTypes) => `
ALTER TABLE classifier ADD COLUMN own_since ${integer};
UPDATE classifier SET own_since = 0 WHERE EXISTS (SELECT 1 FROM label WHERE classifier_id = classifier.id);
`;

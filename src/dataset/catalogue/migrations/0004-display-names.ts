import type { ColumnTypes } from '../../../store/differences.ts';

/** What a label is called in other languages: a JSON object by language. */
export const displayNames = ({ text }: ColumnTypes) => `
ALTER TABLE label ADD COLUMN display_names ${text} NOT NULL DEFAULT '{}';
`;

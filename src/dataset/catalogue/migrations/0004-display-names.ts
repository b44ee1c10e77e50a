/** What a label is called in other languages: a JSON object by language. */
export const displayNames = `
ALTER TABLE label ADD COLUMN display_names TEXT NOT NULL DEFAULT '{}';
`;

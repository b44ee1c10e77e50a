// Candidates end up in the catalogue, which the crawler stands on: their type lives there.
export * from '../dataset/candidate.ts';

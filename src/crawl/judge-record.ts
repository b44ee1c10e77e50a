import type { Candidate } from '../dataset/candidate.ts';
import type { Rejection } from '../dataset/catalogue/catalogue.ts';
import { isAllowed } from './licence.ts';
import { rejectByRecord } from './quality/check.ts';
import type { CrawlRules } from './rules.ts';

/** Why a candidate is not to be fetched at all, by what its source says of it. */
export function judgeRecord(
	candidate: Candidate,
	{ licences, checks }: Pick<CrawlRules, 'licences' | 'checks'>,
): Rejection | undefined {
	// The host's own folder has judged its licences by itself: there, none stated is none needed.
	const allowed = candidate.source === 'folder' || isAllowed(candidate.licence, licences);
	return allowed ? rejectByRecord(checks, candidate) : 'licence';
}

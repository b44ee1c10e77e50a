import { z } from 'zod';
import type { Candidate, SourceName } from '../../dataset/candidate.ts';
import { type CandidatePage, type SkipReason, SourceUnavailable } from '../source.ts';

/**
 * Turns the records of an answer into candidates. A record of another shape is skipped and counted; when all are, the
 * service has changed, and going on would crawl nothing in silence.
 * @throws {SourceUnavailable} `unexpected`
 */
export function readRecords<Schema extends z.ZodType>(
	source: SourceName,
	records: readonly unknown[],
	schema: Schema,
	read: (record: z.infer<Schema>) => readonly (Candidate | SkipReason)[],
): Omit<CandidatePage, 'next'> {
	const candidates: Candidate[] = [];
	const skipped: Partial<Record<SkipReason, number>> = {};
	const skip = (reason: SkipReason) => {
		skipped[reason] = (skipped[reason] ?? 0) + 1;
	};

	let firstError: z.ZodError | undefined;
	let understood = 0;
	for (const record of records) {
		const parsed = schema.safeParse(record);
		if (!parsed.success) {
			firstError ??= parsed.error;
			skip('malformed');
			continue;
		}
		understood += 1;
		for (const result of read(parsed.data)) {
			if (typeof result === 'string') skip(result);
			else candidates.push(result);
		}
	}
	if (firstError && understood === 0) {
		const detail = `no record is of the documented shape: ${z.prettifyError(firstError)}`;
		throw new SourceUnavailable(source, { kind: 'unexpected', detail });
	}
	return { candidates, skipped };
}

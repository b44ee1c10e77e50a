import { type ErrorCode, type ErrorDetails, UserError } from '../errors.ts';
import type { Locale } from './locale.ts';
import { describeError, messagesFor } from './messages.ts';
import { describeVerdict, type VerdictFacts } from './verdict.ts';

/** What became of a classifier in a move to another backbone. */
export interface MoveEndFacts {
	readonly kind: 'moved' | 'returned' | 'already' | 'kept' | 'no-photos' | 'failed';
	/** Versions, as they are to be named. */
	readonly serving?: string;
	readonly before?: string;
	readonly candidate?: string;
	readonly verdict?: VerdictFacts;
	readonly refusal?: { readonly code: string; readonly details: Readonly<Record<string, unknown>> };
}

export function describeMoveEnd(end: MoveEndFacts, locale: Locale): string {
	const text = messagesFor(locale).backboneMove;
	const { serving = text.nothingServes, before, candidate, verdict } = end;
	switch (end.kind) {
		case 'moved':
			return text.moved(serving, before);
		case 'returned':
			return text.returned(serving);
		case 'already':
			return text.already(serving);
		case 'kept': {
			const kept = text.kept(serving);
			if (!candidate || !verdict) return kept;
			return `${kept} (${describeVerdict(verdict, { champion: serving, candidate }, locale)})`;
		}
		case 'no-photos':
			return text.noPhotos(serving);
		case 'failed':
			return text.failed(serving, reasonOf(end, locale));
	}
}

/** Another version of Hantei may have written it. */
function reasonOf({ refusal }: MoveEndFacts, locale: Locale): string {
	if (!refusal) return messagesFor(locale).backboneMove.seeLog;
	const code = refusal.code as ErrorCode;
	try {
		return describeError(new UserError(code, refusal.details as ErrorDetails[typeof code]), locale);
	} catch {
		return code;
	}
}

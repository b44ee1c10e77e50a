/** An IMF-fixdate or one of the two obsolete forms that RFC 9110, 5.6.7, wants understood; never `Date`'s own guesses. */
const HTTP_DATE = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i;

/**
 * How long a `Retry-After` header (RFC 9110, 10.2.3) asks to wait, in milliseconds from now: whole seconds, or a date.
 * Undefined when there is none or it makes no sense.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
	const text = value?.trim() ?? '';
	if (/^\d+$/.test(text)) return Number(text) * 1000;
	if (!HTTP_DATE.test(text)) return undefined;
	// Of the three forms only asctime's states no zone; all three mean GMT.
	const date = Date.parse(/gmt$/i.test(text) ? text : `${text} GMT`);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

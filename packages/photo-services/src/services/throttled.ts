import type { ServiceName } from '../faults.ts';
import { type Answer, json, text } from './answer.ts';

/** The headers that say when to come back: in seconds or as a date, as services please. */
export function retryAfter(when: number | Date | undefined): Record<string, string> {
	if (when === undefined) return {};
	return { 'retry-after': when instanceof Date ? when.toUTCString() : String(when) };
}

/** How each service says "too many requests". */
export function throttled(service: ServiceName, when: number | Date | undefined): Answer {
	const headers = retryAfter(when);
	switch (service) {
		case 'openverse': {
			const seconds = when instanceof Date ? Math.ceil((when.getTime() - Date.now()) / 1000) : (when ?? 60);
			const detail = `Request was throttled. Expected available in ${seconds} seconds.`;
			return json({ detail }, 429, {
				...headers,
				'x-ratelimit-limit-anon_burst': '20/min',
				'x-ratelimit-available-anon_burst': '0',
			});
		}
		case 'inaturalist':
			return json({ error: 'Too many requests', status: 429 }, 429, headers);
		default:
			return text('Too Many Requests', 429, headers);
	}
}

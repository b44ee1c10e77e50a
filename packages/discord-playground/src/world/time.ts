/** As Discord writes times, with microseconds: `2026-11-26T13:37:00.662000+00:00`. */
export function isoTime(ms: number): string {
	return new Date(ms).toISOString().replace('Z', '000+00:00');
}

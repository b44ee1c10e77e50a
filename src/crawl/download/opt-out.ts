/** Directives by which a site keeps its pictures from being learned from, or collected at all. */
const KEEP_AWAY = new Set(['noai', 'noimageai', 'noindex', 'noimageindex', 'none']);

/** The name we answer to in `X-Robots-Tag: hantei: noai`. */
const ROBOT = 'hantei';

/**
 * Whether an `X-Robots-Tag` header asks us to stay away. `otherbot: noai` is not meant for us; what follows it after a
 * comma is taken as if it were, because two headers joined into one look the same.
 */
export function isOptedOut(header: string | null): boolean {
	return (header ?? '')
		.toLowerCase()
		.split(',')
		.some((part) => {
			const [directive, robot] = part
				.split(':')
				.map((word) => word.trim())
				.reverse();
			return KEEP_AWAY.has(directive) && (robot === undefined || robot === ROBOT);
		});
}

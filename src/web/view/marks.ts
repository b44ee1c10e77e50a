import { html } from 'hono/html';
import type { Verdict } from '../../model/prediction.ts';

/** 判, as it stands on the seal: drawn, so that it needs no Japanese font. */
const HAN = 'M11 9l4 6M27 9l-4 6M9 19h20M7 27h24M19 8v26q0 4-5 7M36 13v17M42 8v30q0 4-6 3';
/** A question mark, a cross, an exclamation mark. */
const DOUBTS = {
	unsure: 'M18 18q0-7 7-7t7 6q0 4-4 6.5t-3 6.5M25 38v.5',
	unknown: 'M16 16l18 18M34 16l-18 18',
	failed: 'M25 12v16M25 37v.5',
};

/** The seal of the house. */
export function seal(): Html {
	return mark('seal', HAN);
}

/** The stamp on a card: the seal when the answer is sure. */
export function stamp(state: Verdict | 'failed'): Html {
	if (state === 'sure') return mark('stamp seal', HAN);
	return mark('stamp doubt', DOUBTS[state]);
}

function mark(className: string, path: string): Html {
	return html`<svg class="mark ${className}" viewBox="0 0 50 50" aria-hidden="true"><rect x="1.5" y="1.5" width="47" height="47" rx="9" /><path d="${path}" /></svg>`;
}

/** A framed picture with a hill and a sun. */
export function pictureIcon(): Html {
	return html`<svg class="icon" viewBox="0 0 48 48" aria-hidden="true"><rect x="5" y="9" width="38" height="30" rx="5" /><path d="M6 34l11-11 8 8 6-5 11 9" /><circle cx="32" cy="18" r="3" /></svg>`;
}

/** Markup made with the `html` tag, which escapes everything put into it. */
export type Html = ReturnType<typeof html>;

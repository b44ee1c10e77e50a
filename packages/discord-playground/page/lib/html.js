import htm from 'htm';
import { h } from 'preact';

/** @import { ComponentChildren, VNode } from 'preact' */

/** @typedef {ComponentChildren} Children */
/** @typedef {(strings: TemplateStringsArray, ...values: unknown[]) => VNode} Html */

/** Elements, written as in HTML. What is filled in is always text, never markup. */
export const html = /** @type {{ bind: (create: typeof h) => Html }} */ (/** @type {unknown} */ (htm)).bind(
	h,
);

/**
 * @typedef {Node | string | number | null | undefined | false | readonly Child[]} Child
 * @typedef {Record<string, unknown>} Props
 */

/**
 * Makes an element. Properties that begin with `on` are listeners, `vars` are CSS variables, all others attributes:
 * true is an empty one, false and undefined are none. Text is always text, never markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} [props]
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(props)) {
		if (value === undefined || value === null || value === false) continue;
		if (name === 'vars') setVars(element, /** @type {Record<string, string>} */ (value));
		else if (typeof value === 'function') {
			element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
		} else element.setAttribute(name, value === true ? '' : String(value));
	}
	append(element, children);
	return element;
}

/**
 * @param {ParentNode} parent
 * @param {Child} child
 */
export function append(parent, child) {
	if (Array.isArray(child)) for (const each of child) append(parent, each);
	else if (child !== null && child !== undefined && child !== false)
		parent.append(/** @type {Node | string} */ (child instanceof Node ? child : String(child)));
}

/**
 * @param {Element} parent
 * @param {Child[]} children
 */
export function replace(parent, ...children) {
	parent.replaceChildren();
	append(parent, children);
}

/**
 * Style through the object model: a strict content security policy forbids the attribute.
 * @param {HTMLElement} element
 * @param {Record<string, string>} vars
 */
function setVars(element, vars) {
	for (const [name, value] of Object.entries(vars)) element.style.setProperty(name, value);
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
	const element = document.getElementById(id);
	if (!element) throw new Error(`the page has no #${id}`);
	return element;
}

/**
 * Runs at most once for every burst of calls, before the next frame.
 * @param {() => void} action
 */
export function batched(action) {
	let isDue = false;
	return () => {
		if (isDue) return;
		isDue = true;
		// Not `requestAnimationFrame`: that waits for ever while the page is in the background.
		setTimeout(() => {
			isDue = false;
			action();
		});
	};
}

/** @type {() => void} */
let draw = () => {};
let isDue = false;

/** @param {() => void} action draws the page as things are then */
export function drawWith(action) {
	draw = action;
}

/** Something to be seen is another; the page is drawn anew, once for every burst of changes. */
export function changed() {
	if (isDue) return;
	isDue = true;
	// Not `requestAnimationFrame`: that waits for ever while the page is in the background.
	setTimeout(() => {
		isDue = false;
		draw();
	});
}

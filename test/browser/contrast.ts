/**
 * Runs in the page: the visible texts whose colour stands out too little from what is behind them, mixed and
 * translucent colours included. It is sent there as text and so needs nothing from outside itself.
 */
export function textsBelowContrast(least: number): string[] {
	type Color = readonly [red: number, green: number, blue: number, alpha: number];
	const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
	if (!canvas) throw new Error('no canvas');
	/** Whatever way a style writes it. */
	const parse = (color: string): Color => {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = color;
		canvas.fillRect(0, 0, 1, 1);
		const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
		return [red, green, blue, alpha / 255];
	};
	const over = ([r, g, b, alpha]: Color, [r2, g2, b2]: Color): Color => {
		const mix = (above: number, below: number) => above * alpha + below * (1 - alpha);
		return [mix(r, r2), mix(g, g2), mix(b, b2), 1];
	};
	const backgroundOf = (element: Element | null): Color => {
		if (!element) return [255, 255, 255, 1];
		const own = parse(getComputedStyle(element).backgroundColor);
		return own[3] === 1 ? own : over(own, backgroundOf(element.parentElement));
	};
	const luminance = ([...channels]: Color) => {
		const [r = 0, g = 0, b = 0] = channels.slice(0, 3).map((channel) => {
			const value = channel / 255;
			return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const hasOwnText = (element: Element) =>
		[...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
	return [...document.body.querySelectorAll('*')]
		.filter(
			(element) =>
				hasOwnText(element) && element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
		)
		.map((element) => {
			const background = backgroundOf(element);
			const color = over(parse(getComputedStyle(element).color), background);
			const [darker = 0, lighter = 0] = [color, background].map(luminance).toSorted((a, b) => a - b);
			return { text: element.textContent ?? '', contrast: (lighter + 0.05) / (darker + 0.05) };
		})
		.filter(({ contrast }) => contrast < least)
		.map(({ text, contrast }) => `${text} (${contrast.toFixed(2)})`);
}

export type Point = readonly [x: number, y: number];

/** The pixels that a polygon touches, and how much of each it covers. */
export interface Coverage {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
	/** 0 to 1, row by row. */
	readonly shares: Float32Array;
}

/**
 * Exact area coverage of a polygon by the accumulation-buffer method (Raph Levien, font-rs): each edge adds its signed
 * area to the pixels it crosses, and a running sum along each row turns these into coverage. Rows outside 0 … height
 * are left out.
 */
export function coverageOf(polygon: readonly Point[], canvasHeight: number): Coverage | undefined {
	const xs = polygon.map(([x]) => x);
	const ys = polygon.map(([, y]) => y);
	const left = Math.floor(Math.min(...xs));
	const top = Math.max(0, Math.floor(Math.min(...ys)));
	// Two more columns: an edge on the right border spills into the pixel after it.
	const width = Math.ceil(Math.max(...xs)) - left + 2;
	const height = Math.min(canvasHeight, Math.ceil(Math.max(...ys))) - top;
	if (height <= 0) return undefined;

	const areas = new Float32Array(width * height);
	polygon.forEach(([x, y], index) => {
		const [nextX, nextY] = polygon[(index + 1) % polygon.length];
		addEdge(areas, width, height, [x - left, y - top], [nextX - left, nextY - top]);
	});
	for (let row = 0; row < height; row++) {
		let sum = 0;
		for (let at = row * width; at < (row + 1) * width; at++) {
			sum += areas[at];
			areas[at] = Math.min(1, Math.abs(sum));
		}
	}
	return { left, top, width, height, shares: areas };
}

function addEdge(areas: Float32Array, width: number, height: number, from: Point, to: Point): void {
	if (from[1] === to[1]) return;
	const direction = from[1] < to[1] ? 1 : -1;
	const [upper, lower] = direction === 1 ? [from, to] : [to, from];
	const slope = (lower[0] - upper[0]) / (lower[1] - upper[1]);
	const firstRow = Math.max(0, Math.floor(upper[1]));
	const lastRow = Math.min(height, Math.ceil(lower[1]));

	let x = upper[0] + Math.max(0, -upper[1]) * slope;
	for (let row = firstRow; row < lastRow; row++) {
		const rise = Math.min(row + 1, lower[1]) - Math.max(row, upper[1]);
		const nextX = x + slope * rise;
		addSpan(areas, row * width, Math.min(x, nextX), Math.max(x, nextX), rise * direction);
		x = nextX;
	}
}

/** Spreads the area to the right of an edge, within one row, over the pixels from `start` to `end`. */
function addSpan(areas: Float32Array, rowStart: number, start: number, end: number, area: number): void {
	const first = Math.floor(start);
	const last = Math.ceil(end);
	const at = rowStart + first;
	if (last <= first + 1) {
		const middle = (start + end) / 2 - first;
		areas[at] += area * (1 - middle);
		areas[at + 1] += area * middle;
		return;
	}
	const perPixel = 1 / (end - start);
	const inFirst = 0.5 * perPixel * (1 - (start - first)) ** 2;
	const inLast = 0.5 * perPixel * (end - last + 1) ** 2;
	areas[at] += area * inFirst;
	if (last === first + 2) {
		areas[at + 1] += area * (1 - inFirst - inLast);
	} else {
		const afterSecond = perPixel * (1.5 - (start - first));
		areas[at + 1] += area * (afterSecond - inFirst);
		for (let pixel = first + 2; pixel < last - 1; pixel++) areas[rowStart + pixel] += area * perPixel;
		const beforeLast = afterSecond + (last - first - 3) * perPixel;
		areas[rowStart + last - 1] += area * (1 - beforeLast - inLast);
	}
	areas[rowStart + last] += area * inLast;
}

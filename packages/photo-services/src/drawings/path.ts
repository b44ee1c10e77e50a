import type { Point } from './coverage.ts';

/** Closed outlines, as polygons; y points down. */
export type Path = readonly Point[];

export function ellipse(x: number, y: number, radiusX: number, radiusY: number, turn = 0): Path {
	const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
	return Array.from({ length: 40 }, (_, step): Point => {
		const angle = (step / 40) * 2 * Math.PI;
		const [u, v] = [radiusX * Math.cos(angle), radiusY * Math.sin(angle)];
		return [x + u * cos - v * sin, y + u * sin + v * cos];
	});
}

/** A smooth closed curve through points (Catmull-Rom). */
export function smooth(points: Path): Path {
	const at = (index: number) => points[(index + points.length) % points.length];
	return points.flatMap((_, index) => {
		const [a, b, c, d] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
		return [0, 0.2, 0.4, 0.6, 0.8].map(
			(t): Point => [spline(a[0], b[0], c[0], d[0], t), spline(a[1], b[1], c[1], d[1], t)],
		);
	});
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
	return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3);
}

/** A line of changing width: a leg, a tail, a branch. */
export function limb(points: Path, startWidth: number, endWidth: number): Path {
	const side = (sign: 1 | -1) =>
		points.map(([x, y], index): Point => {
			const [beforeX, beforeY] = points[Math.max(0, index - 1)];
			const [afterX, afterY] = points[Math.min(points.length - 1, index + 1)];
			const length = Math.hypot(afterX - beforeX, afterY - beforeY) || 1;
			const share = points.length === 1 ? 0 : index / (points.length - 1);
			const half = ((startWidth + (endWidth - startWidth) * share) / 2) * sign;
			return [x - ((afterY - beforeY) / length) * half, y + ((afterX - beforeX) / length) * half];
		});
	return [...side(1), ...side(-1).reverse()];
}

/** A curve from a to c that bends towards b (quadratic Bézier). */
export function bend(a: Point, b: Point, c: Point): Path {
	return Array.from({ length: 9 }, (_, step): Point => {
		const t = step / 8;
		const point = (axis: 0 | 1) => (1 - t) ** 2 * a[axis] + 2 * t * (1 - t) * b[axis] + t * t * c[axis];
		return [point(0), point(1)];
	});
}

export function cosineSimilarity(a: Float32Array, b: Float32Array): number {
	const dot = a.reduce((sum, value, index) => sum + value * b[index], 0);
	return dot / (Math.hypot(...a) * Math.hypot(...b));
}

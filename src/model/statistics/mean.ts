/** Of nothing, 0. */
export function mean(values: readonly number[]): number {
	return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}

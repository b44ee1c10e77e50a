/** IEEE 754 half-precision numbers from their little-endian bytes (Node 20 has no Float16Array). */
export function decodeFloat16(bytes: Uint8Array): Float32Array<ArrayBuffer> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const numbers = new Float32Array(bytes.byteLength >> 1);
	for (let i = 0; i < numbers.length; i++) numbers[i] = half(view.getUint16(2 * i, true));
	return numbers;
}

function half(bits: number): number {
	const sign = bits >> 15 ? -1 : 1;
	const exponent = (bits >> 10) & 0x1f;
	const fraction = bits & 0x3ff;
	if (exponent === 0) return sign * fraction * 2 ** -24;
	if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
	return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

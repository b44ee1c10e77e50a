import type { Locale } from './locale.ts';

/** `0.937` as `94 %`; never `100 %` or `0 %` for what is not certain. */
export function percent(fraction: number, locale: Locale): string {
	const rounded = Math.round(fraction * 100);
	if (rounded === 100 && fraction < 1) return locale === 'ja' ? '99 % 超' : '>99 %';
	if (rounded === 0 && fraction > 0) return locale === 'ja' ? '1 % 未満' : '<1 %';
	return `${rounded} %`;
}

/** With one decimal, as in tables of results: `93.7 %`. */
export function exactPercent(fraction: number): string {
	return `${(fraction * 100).toFixed(1)} %`;
}

/** A difference of two shares in points: `−1.3`. */
export function points(difference: number): string {
	return `${difference < 0 ? '−' : '+'}${Math.abs(100 * difference).toFixed(1)}`;
}

/** A proportion with its 95 % interval, 0 to 1. */
export interface Proportion {
	readonly value: number;
	readonly low: number;
	readonly high: number;
}

/** Bytes as people write them: `20 MB`, `350 kB`. Decimal, as in file managers and Discord's own limits. */
export function byteSize(bytes: number): string {
	// From where kilobytes would round to 1000.
	if (bytes >= 999_500) return `${trimmed(bytes / 1e6)} MB`;
	if (bytes >= 1e3) return `${trimmed(bytes / 1e3)} kB`;
	return `${bytes} bytes`;
}

/** Pixels in millions: `40`, `0.3`. */
export function megapixels(pixels: number): string {
	return trimmed(pixels / 1e6);
}

function trimmed(value: number): string {
	return value >= 10 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, '');
}

/** In English: `1 photo`, `2 photos`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${count} ${count === 1 ? one : many}`;
}

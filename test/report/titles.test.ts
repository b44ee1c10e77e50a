import { expect, test } from 'vitest';
import { LOCALES } from '../../src/i18n/locale.ts';
import { messagesFor } from '../../src/i18n/messages.ts';
import { FONT_SIZE, truncate, WIDTH } from '../../src/report/charts/style.ts';
import { readFont } from '../../src/report/font.ts';

const font = readFont();

test.each(LOCALES)('no title or subtitle is cut or lacks a letter: %s', (locale) => {
	const { confusion, calibration, riskCoverage, perLabel, learningCurve, hardest } =
		messagesFor(locale).report;
	const titles = [confusion, calibration, riskCoverage, perLabel, learningCurve, hardest].map(
		({ title }) => title,
	);
	const subtitles = [
		confusion.subtitle,
		confusion.manySubtitle,
		calibration.subtitle('0.123'),
		riskCoverage.subtitle,
		perLabel.subtitle,
		perLabel.leastFound(24, 100),
		learningCurve.subtitle,
	];
	for (const [texts, size] of [
		[titles, FONT_SIZE.title],
		[subtitles, FONT_SIZE.small],
	] as const) {
		for (const text of texts) {
			expect(truncate(text, WIDTH - 48, size, font)).toBe(text);
			expect(Array.from(text).filter((character) => !font.has(character.codePointAt(0) ?? 0))).toEqual([]);
		}
	}
});

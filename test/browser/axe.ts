import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** As people have their browsers. */
export const LOOKS: readonly [string, BrowserContextOptions][] = [
	['light', { colorScheme: 'light' }],
	['dark', { colorScheme: 'dark' }],
	['on a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
];

/** What axe says keeps people from using a page as it stands: rule, element and why, one a line. */
export async function seriousProblems(page: Page): Promise<string[]> {
	// Colours on their way to others are no colours to measure.
	await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finish())));
	await page.evaluate(SOURCE);
	const { violations } = await page.evaluate(() =>
		(globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
	);
	return violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.flatMap(({ id, help, nodes }) =>
			nodes.map(({ target, failureSummary = '' }) =>
				[id, target.join(' '), help, failureSummary.split('\n')[1]?.trim() ?? ''].join(' · '),
			),
		);
}

import { describe, expect, test } from 'vitest';
import { linkCommands, refusalText } from '../../../src/bot/answer/text.ts';
import { UserError } from '../../../src/errors.ts';

describe('a refusal in a message', () => {
	test('shows what people named as they named it, and no link or markdown of theirs', () => {
		const labels = [{ label: '[crow](https://example.org) *', photos: 2, missing: 3 }];
		const error = new UserError('labels-not-ready', { labels, needed: 5 });
		expect(refusalText(error, 'en')).toContain('“\\[crow\\]\\(https\\://example.org\\) \\*” has 2');
		const cron = new UserError('cron-invalid', { expression: '* * *', field: 'minute', value: '*' });
		expect(refusalText(cron, 'en')).toContain('“\\* \\* \\*”');
	});

	test.each([
		['en', 'Those who run it have to say in its settings how photo services reach them'],
		['ja', '運営者が設定に連絡先'],
	] as const)('names no setting to people who cannot set it (%s)', (locale, said) => {
		const text = refusalText(new UserError('crawler-contact-needed', { contact: '' }), locale);
		expect(text).toContain(said);
		expect(text).not.toContain('CRAWLER_CONTACT');
	});

	test('offers the commands that it names as mentions, and nothing that merely looks like one', () => {
		const mention = (command: string) => `</${command}:1>`;
		const text = refusalText(new UserError('no-labels', {}), 'ja');
		expect(linkCommands(text, mention)).toContain('先に </labels add:1> で');
		expect(linkCommands('`/etc/passwd` and `network` without `/retrain`', mention)).toBe(
			'`/etc/passwd` and `network` without </retrain:1>',
		);
	});

	test('fits, however many labels it names', () => {
		const labels = Array.from({ length: 60 }, (_, n) => ({
			label: `${'x'.repeat(45)} ${n}`,
			photos: 1,
			missing: 4,
		}));
		const text = refusalText(new UserError('labels-not-ready', { labels, needed: 5 }), 'ja', 1_500);
		expect(text.length).toBe(1_500);
		expect(text.endsWith('…')).toBe(true);
	});
});

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../../../test/browser/chromium.ts';
import { message, openPlayground } from './page.ts';

let browser: Browser;

beforeAll(async () => {
	browser = await launchChromium();
});

afterAll(() => browser?.close());

const id = '123456789012345678';
const link = (url: string, text = url) =>
	`<a href="${url}" target="_blank" rel="noopener noreferrer" title="${url}">${text}</a>`;
const mention = (name: string) => `<span class="mention">${name}</span>`;

const INLINE = {
	'**bold** and *italic*': '<strong>bold</strong> and <em>italic</em>',
	'***both***': '<strong><em>both</em></strong>',
	'__under__ _slanted_': '<u>under</u> <em>slanted</em>',
	'snake_case_name stays': 'snake_case_name stays',
	'~~gone~~ once': '<s>gone</s> once',
	'`**code**`': '<code>**code**</code>',
	'`` a`b ``': '<code>a`b</code>',
	'\\*not\\* \\<@1\\>': '*not* &lt;@1&gt;',
	'2 * 3 * 4': '2 * 3 * 4',
	[`<@${id}> <@&${id}> <#${id}>`]: [
		mention('@unknown user'),
		mention('@unknown role'),
		mention('#unknown'),
	].join(' '),
	[`</settings show:${id}>`]: '<button type="button" class="mention">/settings show</button>',
	'@everyone': mention('@everyone'),
	[`<:boar:${id}> here`]: ':boar: here',
	'[here](https://a.example/x)': link('https://a.example/x', 'here'),
	'see https://a.example/x_y.': `see ${link('https://a.example/x_y')}.`,
	'<https://a.example/>': link('https://a.example/'),
	'[no](javascript:alert(1))': '[no](javascript:alert(1))',
	'<img src=x onerror=alert(1)>': '&lt;img src=x onerror=alert(1)&gt;',
};
const BLOCKS = {
	'plain\nmore\n# Big\n-# small': '<p>plain\nmore</p><h4>Big</h4><small>small</small>',
	'> said\n> again\nend': '<blockquote><p>said\nagain</p></blockquote><p>end</p>',
	'>>> a\n# b': '<blockquote><p>a</p><h4>b</h4></blockquote>',
	'- one\n  - inner\n- two\n3. third':
		'<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul><ol start="3"><li>third</li></ol>',
	'before\n```ts\nlet x;\n```\nend':
		'<p>before</p><pre data-language="ts"><code>let x;</code></pre><p>end</p>',
	'```\n**x**\n```': '<pre><code>**x**</code></pre>',
};
const TEXT = ['#no', '-no', '>no', '#', '```', '1.no', '-#'];
const LEFT_OPEN = ['*', '_', '**a', '||', '[', '`', '<t:', '\\', '~~'];

describe('formatting on the chat page', () => {
	it('is Discord’s', async () => {
		const { page, playground } = await openPlayground(browser);
		const { channels, users } = playground.demo;
		const post = (content: string) =>
			playground.postMessage({ channel: channels.photos, author: users.admin, content });
		const expected = [
			...Object.entries(INLINE).map(([source, shown]) => [source, `<p>${shown}</p>`] as const),
			...Object.entries(BLOCKS),
			...TEXT.map((source) => [source, `<p>${source.replace('>', '&gt;')}</p>`] as const),
		];
		for (const [source] of expected) post(source);
		for (const unit of LEFT_OPEN) post(unit.repeat(Math.floor(2000 / unit.length)));
		post('<t:0:R> ||hidden|| is last');
		const last = message(page, 'is last');
		await last.waitFor();
		expect(await last.locator('.timestamp').getAttribute('datetime')).toBe('1970-01-01T00:00:00.000Z');
		expect(await last.getByText('hidden').isVisible()).toBe(false);
		const shown = await page
			.locator('.message .markdown')
			.evaluateAll((views) => views.map((view) => view.innerHTML));
		expect(shown.slice(0, expected.length)).toEqual(expected.map(([, html]) => html));
		expect(shown).toHaveLength(expected.length + LEFT_OPEN.length + 1);
	});
});

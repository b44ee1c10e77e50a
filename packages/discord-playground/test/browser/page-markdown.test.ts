import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../page/markdown/blocks.js';
import { parseInline } from '../../page/markdown/inline.js';

const text = (value: string) => ({ type: 'text', text: value });
const id = '123456789012345678';

describe('formatting within a line', () => {
	it.each([
		[
			'**bold** and *italic*',
			[
				{ type: 'strong', children: [text('bold')] },
				text(' and '),
				{ type: 'em', children: [text('italic')] },
			],
		],
		['***both***', [{ type: 'strong', children: [{ type: 'em', children: [text('both')] }] }]],
		[
			'__under__ _slanted_',
			[{ type: 'u', children: [text('under')] }, text(' '), { type: 'em', children: [text('slanted')] }],
		],
		['snake_case_name stays', [text('snake_case_name stays')]],
		[
			'~~gone~~ ||hidden||',
			[{ type: 's', children: [text('gone')] }, text(' '), { type: 'spoiler', children: [text('hidden')] }],
		],
		['`**code**`', [{ type: 'code', text: '**code**' }]],
		['\\*not\\* \\<@1\\>', [text('*not* <@1>')]],
		['2 * 3 * 4', [text('2 * 3 * 4')]],
		[
			`<@${id}> <@&${id}> <#${id}>`,
			[{ type: 'user', id }, text(' '), { type: 'role', id }, text(' '), { type: 'channel', id }],
		],
		[`</settings show:${id}>`, [{ type: 'command', name: 'settings show', id }]],
		['@everyone', [{ type: 'everyone', text: '@everyone' }]],
		[
			'<t:0:R> <t:5>',
			[{ type: 'time', seconds: 0, style: 'R' }, text(' '), { type: 'time', seconds: 5, style: 'f' }],
		],
		['[here](https://a.example/x)', [{ type: 'link', url: 'https://a.example/x', children: [text('here')] }]],
		[
			'see https://a.example/x_y.',
			[
				text('see '),
				{ type: 'link', url: 'https://a.example/x_y', children: [text('https://a.example/x_y')] },
				text('.'),
			],
		],
		['[no](javascript:alert(1))', [text('[no](javascript:alert(1))')]],
		['<img src=x onerror=alert(1)>', [text('<img src=x onerror=alert(1)>')]],
	])('%s', (source, nodes) => {
		expect(parseInline(source)).toEqual(nodes);
	});

	it('comes to an end, whatever is left open', () => {
		for (const unit of ['*', '_', '**a', '||', '[', '`', '<t:', '\\', '~~']) {
			expect(parseInline(unit.repeat(2000)).length).toBeGreaterThan(0);
		}
	});
});

describe('blocks', () => {
	it('are headings, small print, quotes, lists and code', () => {
		const source = [
			'# Big',
			'-# small',
			'plain',
			'more',
			'> said',
			'> again',
			'- one',
			'  - inner',
			'- two',
			'3. third',
			'```ts',
			'let x;',
			'```',
			'end',
		];
		expect(parseMarkdown(source.join('\n'))).toEqual([
			{ type: 'heading', level: 1, children: [text('Big')] },
			{ type: 'subtext', children: [text('small')] },
			{ type: 'paragraph', children: [text('plain\nmore')] },
			{ type: 'quote', blocks: [{ type: 'paragraph', children: [text('said\nagain')] }] },
			{
				type: 'list',
				ordered: false,
				start: 1,
				items: [
					{
						children: [text('one')],
						blocks: [
							{ type: 'list', ordered: false, start: 1, items: [{ children: [text('inner')], blocks: [] }] },
						],
					},
					{ children: [text('two')], blocks: [] },
				],
			},
			{ type: 'list', ordered: true, start: 3, items: [{ children: [text('third')], blocks: [] }] },
			{ type: 'codeBlock', language: 'ts', text: 'let x;' },
			{ type: 'paragraph', children: [text('end')] },
		]);
	});

	it('quote everything after three of them', () => {
		expect(parseMarkdown('>>> a\n# b')).toEqual([
			{
				type: 'quote',
				blocks: [
					{ type: 'paragraph', children: [text('a')] },
					{ type: 'heading', level: 1, children: [text('b')] },
				],
			},
		]);
	});

	it.each(['#no', '-no', '>no', '#', '```', '1.no', '', '\n\n', '-# '])('leave %j as text', (source) => {
		for (const block of parseMarkdown(source)) expect(block.type).toBe('paragraph');
	});
});

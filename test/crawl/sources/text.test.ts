import { describe, expect, it } from 'vitest';
import { firstLink, htmlToText } from '../../../src/crawl/sources/html-text.ts';
import { mentions, searchText } from '../../../src/crawl/sources/search-text.ts';

describe('HTML as text', () => {
	it.each([
		['<a href="//x.org/">Ann</a>, <i>Bob</i>', 'Ann, Bob'],
		['Fish &amp; Chips &lt;3 &#233;&#x3b1; &quot;q&quot; &#039;s&nbsp;t', 'Fish & Chips <3 éα "q" \'s t'],
		['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
		['<style>.a{color:red}</style><script>alert(1)</script>Ann', 'Ann'],
		['<bdi>田中</bdi>\n<span\nclass="x">次郎</span>', '田中 次郎'],
		['&#xD800;&#1114112;&unknown;', '��&unknown;'],
		['', ''],
	])('reads %j', (html, text) => {
		expect(htmlToText(html)).toBe(text);
	});

	it.each([
		[
			'<a class="x" href="//commons.wikimedia.org/wiki/User:A&amp;B">A</a>',
			'https://commons.wikimedia.org/wiki/User:A&B',
		],
		["<a href='http://example.org/'>A</a>", 'http://example.org/'],
		['<a href="javascript:alert(1)">A</a>', undefined],
		['<a href="/wiki/User:A">A</a>', undefined],
		['A', undefined],
	])('finds the link in %j', (html, link) => {
		expect(firstLink(html)).toBe(link);
	});
});

describe('search texts', () => {
	it.each([
		['crow', [], 'crow'],
		['wild boar', [], '"wild boar"'],
		['カラス', ['crow bar'], 'カラス -"crow bar"'],
		['"crow" insource:secret -x | y*', [], '"crow insource secret x y"'],
		['crow', ['-bar', '"'], 'crow -bar'],
	])('writes %j without %j', (text, exclude, written) => {
		expect(searchText({ text, exclude })).toBe(written);
	});

	it('does not exclude what is looked for', () => {
		expect(searchText({ text: 'cave painting', exclude: [] }, ['painting', 'map'])).toBe(
			'"cave painting" -map',
		);
	});

	it.each([
		['Crow Bar, 2019', ['crow bar'], true],
		['Crowbar', ['bar'], false],
		['A crow on a bar-stool', ['bar'], true],
		['カラスの絵', ['絵'], true],
		['Crow', [], false],
		['Crow', [''], false],
	])('sees in %j whether %j occurs', (title, words, found) => {
		expect(mentions([title, undefined], words)).toBe(found);
	});
});

import { expect, it } from 'vitest';
import { textTable } from '../../src/report/text-table.ts';

it('a table has its first column to the left and the others to the right', () => {
	expect(
		textTable([
			['label', 'photos', 'F1'],
			['crow', '130', '0.885'],
		]),
	).toBe(['label  photos     F1', 'crow      130  0.885'].join('\n'));
});

it('a table counts wide characters as two', () => {
	expect(
		textTable([
			['カラス', '1'],
			['crow', '22'],
		]),
	).toBe(['カラス   1', 'crow    22'].join('\n'));
});

it('a table of nothing is nothing', () => {
	expect(textTable([])).toBe('');
});

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

const RULES = new URL('../.dependency-cruiser.js', import.meta.url);
const MAP = new URL('../CONTRIBUTING.md', import.meta.url);
const ROOT = normalize(join(import.meta.dirname, '..'));

/** Of which the map says that it does not list them. */
const EVERYWHERE = ['errors', 'log', 'package-root', 'atomic-write'];

/** What starts Hantei may import all of it. */
const DOORS = ['main', 'cli'];

let rules: Readonly<Record<string, readonly string[]>> = {};

beforeAll(async () => {
	const parts = z.record(z.string(), z.array(z.string()));
	rules = z.object({ PARTS: parts }).parse(await import(RULES.href)).PARTS;
});

/** Rows of the map whose first cell names parts: their names, and what the last cell allows. */
function rowsOfMap(): { readonly parts: string[]; readonly allowed: string[] }[] {
	const [, section = ''] = readFileSync(MAP, 'utf8').split('## The map\n');
	const [table = ''] = section.split('\n## ');
	const rows = table.split('\n').filter((line) => /^\| `(src|commands)\//.test(line));
	return rows.map((row) => {
		const cells = row.split('|').slice(1, -1);
		const parts = [...(cells[0] ?? '').matchAll(/`(?:src\/)?([\w-]+)(?:\/|\.ts)`/g)].map(
			([, name = '']) => name,
		);
		const allowed = (cells.at(-1) ?? '').split(',').map((name) => name.trim());
		return { parts, allowed: allowed.filter(Boolean) };
	});
}

function partOf(file: string): string {
	const [top = '', second = ''] = file.split('/');
	return top === 'commands' ? top : second.replace(/\.ts$/, '');
}

/** What each part really imports of the others. */
function imports(): Map<string, Set<string>> {
	const found = new Map<string, Set<string>>();
	const files = ['src', 'commands'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
	);
	for (const file of files.filter((name) => name.endsWith('.ts'))) {
		const part = partOf(file);
		const imported = found.get(part) ?? new Set();
		found.set(part, imported);
		for (const [, path = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(/from '(\.[^']+)'/g)) {
			imported.add(partOf(normalize(join(dirname(file), path))));
		}
	}
	return found;
}

test('the map in CONTRIBUTING says of each part what the rules say', () => {
	const rows = rowsOfMap();
	const mapped = rows.flatMap(({ parts }) => parts);
	expect(mapped.toSorted()).toEqual(Object.keys(rules).toSorted());
	for (const { parts, allowed } of rows) {
		// A row for several small parts lists nothing.
		if (parts.length > 1) expect(allowed).toEqual([]);
		else
			expect(allowed.toSorted(), parts[0]).toEqual(
				(rules[parts[0] ?? ''] ?? []).filter((name) => !EVERYWHERE.includes(name)).toSorted(),
			);
	}
});

test('the rules know every part, and allow nothing that nobody uses', () => {
	const found = imports();
	expect([...found.keys()].filter((part) => !(part in rules) && !DOORS.includes(part))).toEqual([]);
	for (const [part, allowed] of Object.entries(rules)) {
		expect(
			allowed.filter((name) => !found.get(part)?.has(name)),
			`${part} may import, and does not`,
		).toEqual([]);
	}
});

test('no exported type or class of ours means two things', () => {
	const places = new Map<string, string[]>();
	const files = ['src', 'commands'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
	);
	for (const file of files.filter((name) => name.endsWith('.ts'))) {
		const source = readFileSync(join(ROOT, file), 'utf8');
		for (const [, name = ''] of source.matchAll(/^export (?:interface|type|class) (\w+)/gm)) {
			places.set(name, [...(places.get(name) ?? []), file]);
		}
	}
	expect([...places].filter(([, where]) => where.length > 1)).toEqual([]);
});

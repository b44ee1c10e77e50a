/** Enters what `npm run mutation` found into CONTRIBUTING's table; files that it did not look at keep their rows. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const [report = 'reports/mutation/mutation.json', page = 'CONTRIBUTING.md'] = process.argv.slice(2);
const HEAD = '| decisions | changes | noticed |\n|---|---|---|\n';
const TABLE = /\| decisions \| changes \| noticed \|\n(?:\|.*\n)+/;
const ROW = /^\| `(.+)` \| (\d+) \| (\d+) \(/;

const REPORT = z.object({
	files: z.record(z.string(), z.object({ mutants: z.array(z.object({ status: z.string() })) })),
});

interface Row {
	readonly changes: number;
	readonly noticed: number;
}

function readTable(text: string): Map<string, Row> {
	const rows = new Map<string, Row>();
	for (const line of (TABLE.exec(text)?.[0] ?? '').split('\n')) {
		const [, file, changes, noticed] = ROW.exec(line) ?? [];
		if (file) rows.set(file, { changes: Number(changes), noticed: Number(noticed) });
	}
	return rows;
}

/** Endless loops are noticed as well; what does not compile is no change. */
function countMutants(mutants: readonly { readonly status: string }[]): Row {
	const noticed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
	const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').length;
	return { changes: noticed + missed, noticed };
}

function writeRow(name: string, { changes, noticed }: Row): string {
	return `| ${name} | ${changes} | ${noticed} (${((100 * noticed) / changes).toFixed(0)} %) |\n`;
}

const text = readFileSync(page, 'utf8');
const rows = readTable(text);
const { files } = REPORT.parse(JSON.parse(readFileSync(report, 'utf8')));
for (const [file, { mutants }] of Object.entries(files)) rows.set(file, countMutants(mutants));
const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
const all = sorted.reduce(
	(sum, [, row]) => ({ changes: sum.changes + row.changes, noticed: sum.noticed + row.noticed }),
	{ changes: 0, noticed: 0 },
);
const table =
	HEAD + sorted.map(([file, row]) => writeRow(`\`${file}\``, row)).join('') + writeRow('all', all);
writeFileSync(page, text.replace(TABLE, table));

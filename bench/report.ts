/** One line of results: what was measured, what came out, and the figure to reach, where there is one. */
export interface Row {
	readonly what: string;
	readonly result: string;
	readonly target?: string;
	/** Undefined where nothing is to be reached. */
	readonly reached?: boolean;
}

/** The results of one part of the benchmark. */
export interface Section {
	readonly title: string;
	/** How it was measured, in a sentence or two. */
	readonly method: string;
	readonly rows: readonly Row[];
}

export function toMarkdown({ title, method, rows }: Section): string {
	const lines = rows.map(({ what, result, target, reached }) => {
		const mark = reached === undefined ? '' : reached ? ' ✓' : ' ✗';
		return `| ${what} | ${result} | ${target ?? ''}${mark} |`;
	});
	return `## ${title}\n\n${method}\n\n| | result | to reach |\n|---|---|---|\n${lines.join('\n')}\n`;
}

/** A row whose result must not exceed a limit. */
export function atMost(what: string, value: number, limit: number, show: (value: number) => string): Row {
	return { what, result: show(value), target: `at most ${show(limit)}`, reached: value <= limit };
}

/** A row whose result must reach a limit. */
export function atLeast(what: string, value: number, limit: number, show: (value: number) => string): Row {
	return { what, result: show(value), target: `at least ${show(limit)}`, reached: value >= limit };
}

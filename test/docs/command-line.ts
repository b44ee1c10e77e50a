import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program/program.ts';
import { messagesFor } from '../../src/i18n/messages.ts';
import { codeSpans, type Page } from './markdown.ts';

/** The options (`--count`) of each command of the command line, by its words: `labels add`. */
export function cliCommands(): Map<string, readonly string[]> {
	const found = new Map<string, readonly string[]>();
	const visit = (command: Command, words: readonly string[]) => {
		const isGroup = command.commands.length > 0 && !hasAction(command);
		if (words.length > 0 && !isGroup) {
			found.set(
				words.join(' '),
				command.options.flatMap(({ long }) => (long ? [long] : [])),
			);
		}
		for (const child of command.commands) visit(child, [...words, child.name()]);
	};
	visit(createProgram({ text: messagesFor('en').cli, run: async () => {} }), []);
	return found;
}

/** `models` lists, and has commands below it. */
function hasAction(command: Command): boolean {
	return command.options.length > 0;
}

export interface CliMention {
	readonly written: string;
	readonly command: string;
	readonly options: readonly string[];
	readonly problem?: string;
}

/** What a page has people type after `hantei`. */
export function cliMentions({ prose, code }: Page): CliMention[] {
	const typed = [...prose.flatMap(codeSpans), ...code].flatMap((text) => {
		const [, call] = /^(?:\$ )?(?:npx )?hantei (.*)$/.exec(text) ?? [];
		return call === undefined ? [] : [call.replace(/ {2,}\S.*$|\s+#.*$/, '')];
	});
	const known = cliCommands();
	return typed.filter((call) => /^[a-z-]/.test(call)).map((call) => readCall(call, known));
}

export function readCall(call: string, known: ReadonlyMap<string, readonly string[]>): CliMention {
	const words = call.split(/\s+/).filter(Boolean);
	const [first = '', second = ''] = words;
	const options = words.flatMap((word) => /^--[a-z-]+/.exec(word) ?? []);
	const command = [`${first} ${second}`, first].find((name) => known.has(name));
	const isGroup = [...known.keys()].some((name) => name.startsWith(`${first} `));
	if (command === undefined || (command === first && isGroup && /^[a-z]+$/.test(second))) {
		const isFamily = command === undefined && isGroup && !/^[a-z]/.test(second);
		if (isFamily && options.length === 0) return { written: call, command: first, options };
		return { written: call, command: first, options, problem: `no command hantei ${first} ${second}` };
	}
	const unknown = options.filter((option) => option !== '--help' && !known.get(command)?.includes(option));
	const problem = unknown.length > 0 ? `hantei ${command} takes no ${unknown.join(', ')}` : undefined;
	return { written: call, command, options, ...(problem === undefined ? {} : { problem }) };
}

/** A row of the table of all commands: the commands of its first cell, and the row itself. */
export interface CommandRow {
	readonly commands: readonly string[];
	readonly row: string;
}

export function commandRows({ prose }: Page): CommandRow[] {
	const known = cliCommands();
	return prose
		.filter((line) => line.startsWith('| `') && line.split(' | ').length >= 3)
		.map((row) => {
			const [first = ''] = row.split(' | ');
			return { commands: codeSpans(first).map((call) => readCall(call, known).command), row };
		});
}

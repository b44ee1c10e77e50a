import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import { commands } from '../../commands/index.ts';
import type { Page } from './markdown.ts';

interface OptionData {
	readonly type: number;
	readonly name: string;
	readonly options?: readonly OptionData[];
}

/** The options of each slash command, by the words that it is called with: `labels add`. */
export function slashCommands(): Map<string, readonly string[]> {
	const found = new Map<string, readonly string[]>();
	for (const { data } of commands) {
		if (data.type !== undefined && data.type !== ApplicationCommandType.ChatInput) continue;
		const options = ('options' in data ? (data.options ?? []) : []) as readonly OptionData[];
		const subcommands = options.filter(({ type }) => type === ApplicationCommandOptionType.Subcommand);
		if (subcommands.length === 0) found.set(data.name, namesOf(options));
		for (const { name, options: own = [] } of subcommands) found.set(`${data.name} ${name}`, namesOf(own));
	}
	return found;
}

/** Commands of messages' menus. */
export function menuCommands(): string[] {
	return commands.flatMap(({ data }) => (data.type === ApplicationCommandType.Message ? [data.name] : []));
}

/** A command as a page writes it; `problem` says what of it does not exist. */
export interface Mention {
	readonly written: string;
	readonly command: string;
	readonly options: readonly string[];
	readonly problem?: string;
}

/** Slash commands in backticks and in code; `/schedule pause` · `resume` names two. */
export function slashMentions({ prose, code }: Page): Mention[] {
	const known = slashCommands();
	const inCode = code.filter((line) => /^\/[a-z]/.test(line)).map((line) => line.split(/ {2,}/)[0] ?? '');
	return [...prose.flatMap(written), ...inCode].map((text) => readMention(text, known));
}

/** The commands written in a line of prose, each in full. */
function written(line: string): string[] {
	const found: string[] = [];
	let family: string | undefined;
	for (const [, between = '', span = ''] of line.matchAll(/([^`]*)`([^`]+)`/g)) {
		if (/^\/[a-z]+( |$)/.test(span)) {
			found.push(span);
			family = /^(\/[a-z]+) /.exec(span)?.[1];
		} else if (
			family !== undefined &&
			!span.startsWith('hantei ') &&
			/^(, |、| · |・| | or | and |と|または)$/.test(between)
		) {
			found.push(`${family} ${span}`);
		} else {
			family = undefined;
		}
	}
	return found;
}

function readMention(text: string, known: ReadonlyMap<string, readonly string[]>): Mention {
	const [first = '', ...rest] = text.slice(1).split(/\s+/).filter(Boolean);
	const family = [...known.keys()].filter((command) => command === first || command.startsWith(`${first} `));
	if (family.length === 0)
		return { written: text, command: first, options: [], problem: `no command /${first}` };
	const hasSubcommands = !known.has(first);
	const [second] = rest;
	if (hasSubcommands && second === undefined) return { written: text, command: first, options: [] };
	const command = hasSubcommands ? `${first} ${second}` : first;
	const options = known.get(command);
	if (!options) return { written: text, command, options: [], problem: `no command /${command}` };
	const named = namedOptions(hasSubcommands ? rest.slice(1) : rest);
	const unknown = named.filter((name) => !options.includes(name));
	const problem = unknown.length > 0 ? `/${command} takes no ${unknown.join(', ')}` : undefined;
	return { written: text, command, options: named, ...(problem === undefined ? {} : { problem }) };
}

/** Of `label: [count:]`, `label count` and `label:crow bar`; what follows a colon is a value. */
function namedOptions(words: readonly string[]): string[] {
	const named: string[] = [];
	let isValue = false;
	for (const word of words) {
		const [, bracketed] = /^\[([a-z_]+):?\]$/.exec(word) ?? [];
		const [, name, colon] = /^([a-z_]+)(:.*)?$/.exec(word) ?? [];
		if (bracketed !== undefined) named.push(bracketed);
		else if (name !== undefined && (colon !== undefined || !isValue)) named.push(name);
		isValue ||= colon !== undefined;
	}
	return named;
}

function namesOf(options: readonly OptionData[]): string[] {
	return options.map(({ name }) => name);
}

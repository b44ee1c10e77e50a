import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program/program.ts';
import { LOCALES } from '../../src/i18n/locale.ts';
import { messagesFor } from '../../src/i18n/messages.ts';

function commandsOf(command: Command): Command[] {
	return [command, ...command.commands.flatMap(commandsOf)];
}

describe.each(LOCALES)('the command line in %s', (locale) => {
	const all = commandsOf(createProgram({ text: messagesFor(locale).cli, run: async () => {} }));

	it('says of each command what the classifier is to it', () => {
		const said = new Map<string, string[]>();
		for (const command of all) {
			const option = command.options.find(({ long }) => long === '--classifier');
			if (option) said.set(option.description, [...(said.get(option.description) ?? []), command.name()]);
		}
		const together = [...said.values()].map((names) => names.join(' '));
		expect(together).toContain('evaluate');
		expect(together).toContain('promote rollback');
		expect(together).toContain('train import');
		expect(together).toContain('crawl');
	});

	it('calls how many photos a label is to have by one name', () => {
		const counting = ['learn', 'retrain', 'crawl', 'set'];
		for (const command of all.filter((one) => counting.includes(one.name())))
			expect(command.options.map(({ long }) => long)).toContain('--count');
		const others = all.flatMap(({ options }) => options.map(({ long }) => long));
		expect(others).not.toContain('--wanted');
	});
});

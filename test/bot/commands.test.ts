import {
	type APIApplicationCommandOption,
	ApplicationCommandOptionType,
	ApplicationCommandType,
} from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import { setChannel } from '../../commands/settings/channel.ts';
import { fingerprint } from '../../src/bot/commands/sync.ts';
import { MAX_CHANNEL_EXCEPTIONS } from '../../src/bot/settings/settings.ts';
import { formatComponentId, parseComponentId } from '../../src/bot/ui/components.ts';
import { en } from '../../src/i18n/en/index.ts';
import { ja } from '../../src/i18n/ja/index.ts';

/** discord-api-docs, “Application Command Naming”. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** A command, option or choice, as far as it carries text. */
interface Node {
	readonly path: string;
	readonly kind: 'chat-input' | 'menu' | 'choice';
	readonly name: string;
	readonly name_localizations?: Readonly<Record<string, string | null>> | null;
	readonly description?: string;
	readonly description_localizations?: Readonly<Record<string, string | null>> | null;
	readonly children: readonly Node[];
}

const nodes = commands.flatMap(({ data }) =>
	flatten(
		node(
			data as unknown as APIApplicationCommandOption,
			'',
			data.type === ApplicationCommandType.Message ? 'menu' : 'chat-input',
		),
	),
);

function node(data: APIApplicationCommandOption, path: string, kind: Node['kind']): Node {
	const here = `${path}/${data.name}`;
	const options = 'options' in data ? (data.options ?? []) : [];
	const choices = 'choices' in data ? (data.choices ?? []) : [];
	return {
		...data,
		path: here,
		kind,
		children: [
			...options.map((option) => node(option, here, 'chat-input')),
			...choices.map(
				(choice): Node => ({ ...choice, path: `${here}=${choice.value}`, kind: 'choice', children: [] }),
			),
		],
	};
}

function flatten(root: Node): Node[] {
	return [root, ...root.children.flatMap(flatten)];
}

const texts = (text: string | undefined, localised: Node['name_localizations']) => [
	...(text === undefined ? [] : [text]),
	...Object.values(localised ?? {}).map(String),
];

describe('command texts', () => {
	test.each(nodes.map((entry) => [entry.path, entry] as const))(
		'of %s keep to Discord’s limits',
		(_, entry) => {
			for (const name of texts(entry.name, entry.name_localizations)) {
				if (entry.kind === 'chat-input') {
					expect(name).toMatch(NAME);
					expect(name).toBe(name.toLowerCase());
				} else {
					expect(name.length).toBeGreaterThan(0);
					expect(name.length).toBeLessThanOrEqual(entry.kind === 'menu' ? 32 : 100);
				}
			}
			for (const description of texts(entry.description, entry.description_localizations)) {
				expect(description.length).toBeGreaterThan(0);
				expect(description.length).toBeLessThanOrEqual(100);
			}
			if (entry.kind === 'chat-input') expect(entry.description).toBeDefined();
		},
	);

	test.each(nodes.map((entry) => [entry.path, entry] as const))(
		'of %s are there in both languages',
		(_, entry) => {
			expect(Object.keys(entry.name_localizations ?? {})).toEqual(['en-US', 'en-GB', 'ja']);
			expect(entry.name_localizations).toMatchObject({ 'en-US': entry.name });
			if (entry.description === undefined) return;
			expect(Object.keys(entry.description_localizations ?? {})).toEqual(['en-US', 'en-GB', 'ja']);
			expect(entry.description_localizations).toMatchObject({ 'en-US': entry.description });
			expect(entry.description_localizations?.['ja']).toMatch(/[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u);
		},
	);

	test('are few enough: 25 options and choices, 8,000 characters a command, distinct names', () => {
		for (const { children } of nodes) {
			expect(children.length).toBeLessThanOrEqual(25);
			for (const locale of ['en-US', 'ja']) {
				const names = children.map((child) => child.name_localizations?.[locale]);
				expect(new Set(names).size).toBe(names.length);
			}
		}
		for (const { data } of commands) {
			const kind = data.type === ApplicationCommandType.Message ? 'menu' : 'chat-input';
			const all = flatten(node(data as unknown as APIApplicationCommandOption, '', kind));
			const longest = (values: string[]) => Math.max(0, ...values.map((value) => value.length));
			const characters = all.reduce(
				(sum, entry) =>
					sum +
					longest(texts(entry.name, entry.name_localizations)) +
					longest(texts(entry.description, entry.description_localizations)),
				0,
			);
			expect(characters).toBeLessThanOrEqual(8_000);
		}
		expect(
			commands.filter(({ data }) => data.type === ApplicationCommandType.Message).length,
		).toBeLessThanOrEqual(15);
	});

	test('put required options first', () => {
		for (const { data } of commands) {
			const options = 'options' in data ? (data.options ?? []) : [];
			for (const option of options) {
				if (option.type !== ApplicationCommandOptionType.Subcommand) continue;
				const required = (option.options ?? []).map((inner) => inner.required ?? false);
				expect(required).toEqual([...required].sort((a, b) => Number(b) - Number(a)));
			}
		}
	});

	test('that are answered fit into a message, and labels of components into theirs', () => {
		const facts = {
			labels: 'x'.repeat(300),
			seesPhotos: false,
			classify: `</classify:${'1'.repeat(20)}>`,
			settings: `</settings show:${'1'.repeat(20)}>`,
			learn: `</learn:${'1'.repeat(20)}>`,
			addLabel: `</labels add:${'1'.repeat(20)}>`,
			crawl: `</crawl:${'1'.repeat(20)}>`,
			dataset: `</dataset stats:${'1'.repeat(20)}>`,
			review: `</dataset review:${'1'.repeat(20)}>`,
			retrain: `</retrain:${'1'.repeat(20)}>`,
			schedule: `</schedule set:${'1'.repeat(20)}>`,
			model: `</model info:${'1'.repeat(20)}>`,
			rollback: `</model rollback:${'1'.repeat(20)}>`,
			audit: `</audit:${'1'.repeat(20)}>`,
			teach: `</teach photo:${'1'.repeat(20)}>`,
			withdraw: `</teach withdraw:${'1'.repeat(20)}>`,
			privacy: `</privacy:${'1'.repeat(20)}>`,
			status: `</status:${'1'.repeat(20)}>`,
		};
		for (const { bot, commands: answers } of [en, ja]) {
			const help = [answers.help.text(facts), ...answers.help.forAdmins(facts)].join('\n');
			expect(help.length).toBeLessThanOrEqual(2_000);
			const { summary, text } = answers.privacy;
			expect([summary, text].join('\n').length).toBeLessThanOrEqual(2_000);
			expect(summary.split('\n')).toHaveLength(5);
			const { settings } = answers;
			const { retrain, model, audit } = answers;
			const buttons = [
				...[bot.answer.top, settings.panel.reset, settings.resetNow, settings.cancel],
				...[
					retrain.start,
					retrain.leave,
					retrain.cancel,
					retrain.promote(`v${'9'.repeat(9)}`),
					retrain.rollBack,
				],
				...[model.promoteNow, model.promoteAnyway, model.leave, model.rollBackNow, audit.older, audit.latest],
			];
			for (const label of buttons) {
				expect(label.length).toBeLessThanOrEqual(80);
			}
			for (const label of [...Object.values(settings.styles), ...Object.values(settings.languages)]) {
				expect(label.length).toBeLessThanOrEqual(100);
			}
			for (const placeholder of [settings.panel.chooseStyle, settings.panel.chooseLanguage]) {
				expect(placeholder.length).toBeLessThanOrEqual(150);
			}
		}
	});
});

describe('the fingerprint of commands', () => {
	const ours = [
		{ name: 'a', description: 'x', contexts: [1, 0], options: [{ type: 5, name: 'b', description: 'y' }] },
		{ type: 3, name: 'Menu', name_localizations: { ja: 'メニュー' } },
	];

	test('is the same for what Discord returns with ids, defaults and another order', () => {
		const theirs = [
			{
				id: '1',
				application_id: '2',
				version: '3',
				type: 3,
				name: 'Menu',
				name_localizations: { ja: 'メニュー' },
				description: '',
				default_member_permissions: null,
				nsfw: false,
			},
			{
				id: '4',
				type: 1,
				name: 'a',
				description: 'x',
				name_localizations: null,
				contexts: [0, 1],
				options: [{ type: 5, name: 'b', description: 'y', required: false }],
			},
		];
		expect(fingerprint(theirs)).toBe(fingerprint(ours));
	});

	test.each([
		['a text', { description: 'z' }],
		['a localisation', { name_localizations: { ja: 'え' } }],
		['a context', { contexts: [0] }],
		['a permission', { default_member_permissions: '32' }],
		['an option', { options: [] }],
	])('differs by %s', (_, change) => {
		expect(fingerprint([{ ...ours[0], ...change }, ours[1] ?? {}])).not.toBe(fingerprint(ours));
	});

	test('minds the order of options', () => {
		const options = [
			{ type: 5, name: 'b', description: 'y' },
			{ type: 5, name: 'c', description: 'y' },
		];
		const turned = [...options].reverse();
		expect(fingerprint([{ name: 'a', options }])).not.toBe(fingerprint([{ name: 'a', options: turned }]));
	});
});

describe('a component id', () => {
	test('comes back as it went', () => {
		const id = { name: 'top', version: 1, state: '1300:x' };
		expect(parseComponentId(formatComponentId(id))).toEqual(id);
	});

	test('never exceeds Discord’s hundred characters', () => {
		expect(() => formatComponentId({ name: 'top', version: 1, state: 'x'.repeat(100) })).toThrow(RangeError);
	});

	test.each(['', 'top', 'top:x:1', 'TOP:1:2'])('%j is none', (customId) => {
		expect(parseComponentId(customId)).toBeUndefined();
	});
});

describe('channels set one by one', () => {
	test('are limited', () => {
		const full = Object.fromEntries(
			Array.from({ length: MAX_CHANNEL_EXCEPTIONS }, (_, id) => [String(id), true]),
		);
		expect(() => setChannel({ channels: full }, 'new', 'on')).toThrow('too-many-channels');
		expect(setChannel({ channels: full }, '0', 'off').channels['0']).toBe(false);
		expect(setChannel({ channels: full }, '0', 'follow').channels['0']).toBeUndefined();
	});
});

import { describe, expect, it } from 'vitest';
import { createManualClock } from '../src/clock.ts';
import { type AnswerBody, call, codesAt, playgroundForTest } from './support.ts';

const long = (length: number) => 'x'.repeat(length);
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
const command = (rest: object = {}) => ({ name: 'classify', description: 'x', ...rest });
const option = (rest: object = {}) => ({ type: 3, name: 'o', description: 'x', ...rest });
const withOption = (rest: object) => command({ options: [option(rest)] });

const REFUSED: readonly (readonly [name: string, body: object, path: string, code: string])[] = [
	['upper case', command({ name: 'Classify' }), 'name', 'APPLICATION_COMMAND_INVALID_NAME'],
	['a space in the name', command({ name: 'a b' }), 'name', 'APPLICATION_COMMAND_INVALID_NAME'],
	['a name over 32', command({ name: long(33) }), 'name', 'BASE_TYPE_BAD_LENGTH'],
	['no description', command({ description: undefined }), 'description', 'BASE_TYPE_REQUIRED'],
	['a description over 100', command({ description: long(101) }), 'description', 'BASE_TYPE_BAD_LENGTH'],
	[
		'a localised name over 32',
		command({ name_localizations: { ja: '判'.repeat(33) } }),
		'name_localizations.ja',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'a localised description over 100',
		command({ description_localizations: { ja: long(101) } }),
		'description_localizations.ja',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'an unknown locale',
		command({ name_localizations: { jp: 'x' } }),
		'name_localizations.jp',
		'BASE_TYPE_CHOICES',
	],
	[
		'26 options',
		command({ options: numbered(26).map((name) => option({ name })) }),
		'options',
		'BASE_TYPE_MAX_LENGTH',
	],
	['an option of unknown type', withOption({ type: 99 }), 'options.0', 'UNION_TYPE_CHOICES'],
	[
		'an option name in upper case',
		withOption({ name: 'O' }),
		'options.0.name',
		'APPLICATION_COMMAND_INVALID_NAME',
	],
	[
		'two options of one name',
		command({ options: [option(), option()] }),
		'options.1.name',
		'APPLICATION_COMMAND_OPTION_NAME_ALREADY_EXISTS',
	],
	[
		'a required option after an optional one',
		command({ options: [option(), option({ name: 'p', required: true })] }),
		'options.1',
		'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
	],
	[
		'26 choices',
		withOption({ choices: numbered(26).map((name) => ({ name, value: name })) }),
		'options.0.choices',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'a choice name over 100',
		withOption({ choices: [{ name: long(101), value: 'x' }] }),
		'options.0.choices.0.name',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'choices with autocomplete',
		withOption({ autocomplete: true, choices: [{ name: 'x', value: 'x' }] }),
		'options.0.autocomplete',
		'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID',
	],
	['a longest over 6000', withOption({ max_length: 6001 }), 'options.0.max_length', 'NUMBER_TYPE_MAX'],
	[
		'a subcommand beside options',
		command({ options: [option(), option({ type: 1, name: 's' })] }),
		'options.1',
		'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
	],
	[
		'groups within groups',
		command({ options: [option({ type: 2, options: [option({ type: 2, options: [] })] })] }),
		'options.0.options.0',
		'UNION_TYPE_CHOICES',
	],
	[
		'a description of a message command',
		{ type: 3, name: 'Classify image', description: 'x' },
		'description',
		'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID',
	],
	[
		'options of a message command',
		{ type: 3, name: 'Classify image', options: [option()] },
		'options',
		'APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_INVALID',
	],
	['an unknown context', command({ contexts: [7] }), 'contexts.0', 'BASE_TYPE_CHOICES'],
	[
		'more than 8000 characters',
		command({
			options: numbered(25).map((name) =>
				option({ name, choices: numbered(4).map((choice) => ({ name: choice + long(80), value: choice })) }),
			),
		}),
		'',
		'APPLICATION_COMMAND_TOO_LARGE',
	],
];

describe('a command is refused for', () => {
	it.each(REFUSED)('%s', async (_name, body, path, code) => {
		const playground = await playgroundForTest();
		const base = `/applications/${playground.applicationId}/commands`;
		const one = await call(playground, 'POST', base, body);
		expect(one).toMatchObject({ status: 400, body: { code: 50035 } });
		expect(codesAt(one.body.errors, path)).toContain(code);
		const all = await call(playground, 'PUT', base, [body]);
		expect(codesAt(all.body.errors, path === '' ? '0' : `0.${path}`)).toContain(code);
	});

	it('having the name of another, or being one too many', async () => {
		const playground = await playgroundForTest();
		const base = `/applications/${playground.applicationId}/commands`;
		const twice = await call(playground, 'PUT', base, [command(), command()]);
		expect(codesAt(twice.body.errors, '1.name')).toEqual(['APPLICATION_COMMANDS_DUPLICATE_NAME']);
		const many = numbered(101).map((name) => command({ name }));
		expect((await call(playground, 'PUT', base, many)).body.code).toBe(30032);
		const menus = numbered(16).map((name) => ({ type: 3, name }));
		expect((await call(playground, 'PUT', base, menus)).body.code).toBe(30032);
	});

	it('being the 201st new one of the day', async () => {
		const clock = createManualClock();
		const playground = await playgroundForTest({ clock });
		const base = `/applications/${playground.applicationId}/commands`;
		const put = (prefix: string) =>
			call(
				playground,
				'PUT',
				base,
				numbered(100).map((name) => command({ name: prefix + name })),
			);
		await put('a');
		await put('b');
		expect((await put('c')).body.code).toBe(30034);
		expect((await put('b')).status).toBe(200);
		clock.advance(86_400_000);
		expect((await put('c')).status).toBe(200);
	});
});

describe('commands', () => {
	it('keep id and version while nothing changes', async () => {
		const playground = await playgroundForTest();
		const base = `/applications/${playground.applicationId}/commands`;
		const body = [
			command({ description_localizations: { ja: '判定' }, options: [option({ required: false })] }),
		];
		const [first] = (await call<AnswerBody[]>(playground, 'PUT', base, body)).body;
		const [again] = (await call<AnswerBody[]>(playground, 'PUT', base, body)).body;
		expect(again).toEqual(first);
		const [changed] = (await call<AnswerBody[]>(playground, 'PUT', base, [command({ description: 'y' })]))
			.body;
		expect(changed.id).toBe(first.id);
		expect(changed.version).not.toBe(first.version);
		expect((await call(playground, 'PUT', base, [])).body).toEqual([]);
	});

	it('are listed with their localisations only when asked', async () => {
		const playground = await playgroundForTest();
		const base = `/applications/${playground.applicationId}/commands`;
		await call(playground, 'PUT', base, [command({ name_localizations: { ja: '判定' } })]);
		const [plain] = (await call<AnswerBody[]>(playground, 'GET', base)).body;
		expect(plain).not.toHaveProperty('name_localizations');
		const [full] = (await call<AnswerBody[]>(playground, 'GET', `${base}?with_localizations=true`)).body;
		expect(full).toMatchObject({
			type: 1,
			name_localizations: { ja: '判定' },
			default_member_permissions: null,
			contexts: null,
			integration_types: [0],
			nsfw: false,
		});
	});

	it('are created, changed and deleted one by one, also in a guild', async () => {
		const playground = await playgroundForTest();
		const { park, elsewhere } = playground.demo.guilds;
		const base = `/applications/${playground.applicationId}/guilds/${park}/commands`;
		const created = await call(playground, 'POST', base, command());
		expect(created).toMatchObject({ status: 201, body: { guild_id: park } });
		expect((await call(playground, 'POST', base, command())).status).toBe(200);
		const path = `${base}/${created.body.id}`;
		expect((await call(playground, 'PATCH', path, { description: 'y' })).body).toMatchObject({
			name: 'classify',
			description: 'y',
		});
		expect((await call(playground, 'DELETE', path)).status).toBe(204);
		expect((await call(playground, 'GET', path)).body.code).toBe(10063);
		const foreign = `/applications/${playground.applicationId}/guilds/${elsewhere}/commands`;
		expect((await call(playground, 'PUT', foreign, [])).body.code).toBe(50001);
	});
});

import { describe, expect, it } from 'vitest';
import { call, codesAt, playgroundForTest } from './support.ts';

const long = (length: number) => 'x'.repeat(length);
const row = (...components: object[]) => ({ type: 1, components });
const button = (rest: object = {}) => ({ type: 2, style: 1, label: 'b', custom_id: 'b', ...rest });
const options = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ label: `${index}`, value: `${index}` }));
const select = (rest: object = {}) => ({ type: 3, custom_id: 's', options: options(2), ...rest });
const V2 = 32768;
const textDisplay = (content = 'x') => ({ type: 10, content });

/** A message that is refused, and where and why. */
type Case = readonly [name: string, body: unknown, path: string, code: string];

const MESSAGES: readonly Case[] = [
	['content over 2000', { content: long(2001) }, 'content', 'BASE_TYPE_MAX_LENGTH'],
	['content that is no text', { content: 5 }, 'content', 'STRING_TYPE_CONVERT'],
	['a nonce over 25', { content: 'x', nonce: long(26) }, 'nonce', 'BASE_TYPE_INVALID'],
	['flags that only interactions have', { content: 'x', flags: 64 }, 'flags', 'MESSAGE_FLAGS_INVALID'],
	[
		'11 embeds',
		{ embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) },
		'embeds',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'embeds of 6001 characters',
		{ embeds: [{ description: long(4000) }, { description: long(2001) }] },
		'embeds',
		'MAX_EMBED_SIZE_EXCEEDED',
	],
	['an embed title over 256', { embeds: [{ title: long(257) }] }, 'embeds.0.title', 'BASE_TYPE_MAX_LENGTH'],
	[
		'an embed description over 4096',
		{ embeds: [{ description: long(4097) }] },
		'embeds.0.description',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'an embed footer over 2048',
		{ embeds: [{ footer: { text: long(2049) } }] },
		'embeds.0.footer.text',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'an embed author over 256',
		{ embeds: [{ author: { name: long(257) } }] },
		'embeds.0.author.name',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'26 embed fields',
		{ embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: 'n', value: 'v' })) }] },
		'embeds.0.fields',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'an empty embed field name',
		{ embeds: [{ fields: [{ name: ' ', value: 'v' }] }] },
		'embeds.0.fields.0.name',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'an embed field value over 1024',
		{ embeds: [{ fields: [{ name: 'n', value: long(1025) }] }] },
		'embeds.0.fields.0.value',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'an embed colour out of range',
		{ embeds: [{ title: 'x', color: 0x1000000 }] },
		'embeds.0.color',
		'NUMBER_TYPE_MAX',
	],
	[
		'an embed address of another scheme',
		{ embeds: [{ title: 'x', url: 'ftp://x.y' }] },
		'embeds.0.url',
		'URL_TYPE_INVALID_SCHEME',
	],
	[
		'an embed address that is none',
		{ embeds: [{ image: { url: 'crow' } }] },
		'embeds.0.image.url',
		'URL_TYPE_INVALID_URL',
	],
	[
		'an embed time that is none',
		{ embeds: [{ title: 'x', timestamp: 'soon' }] },
		'embeds.0.timestamp',
		'DATE_TIME_TYPE_PARSE',
	],
	[
		'parse and ids for mentions',
		{ content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
		'allowed_mentions',
		'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
	],
	[
		'an unknown kind of mention',
		{ content: 'x', allowed_mentions: { parse: ['all'] } },
		'allowed_mentions.parse.0',
		'BASE_TYPE_CHOICES',
	],
	[
		'101 mentioned users',
		{ content: 'x', allowed_mentions: { users: options(101).map(({ value }) => value) } },
		'allowed_mentions.users',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'a reference without message',
		{ content: 'x', message_reference: {} },
		'message_reference.message_id',
		'BASE_TYPE_REQUIRED',
	],
	[
		'a reference that is no id',
		{ content: 'x', message_reference: { message_id: 'x' } },
		'message_reference.message_id',
		'NUMBER_TYPE_COERCE',
	],
	['4 stickers', { sticker_ids: ['1', '2', '3', '4'] }, 'sticker_ids', 'BASE_TYPE_MAX_LENGTH'],
	[
		'a description of a file over 1024',
		{ content: 'x', attachments: [{ id: 0, description: long(1025) }] },
		'attachments.0.description',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'6 rows',
		{ components: options(6).map(({ value }) => row(button({ custom_id: value }))) },
		'components',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'6 buttons in a row',
		{ components: [row(...options(6).map(({ value }) => button({ custom_id: value })))] },
		'components.0.components',
		'BASE_TYPE_BAD_LENGTH',
	],
	['an empty row', { components: [row()] }, 'components.0.components', 'BASE_TYPE_BAD_LENGTH'],
	[
		'a select beside a button',
		{ components: [row(button(), select())] },
		'components.0.components.1',
		'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
	],
	['a button outside a row', { components: [button()] }, 'components.0', 'UNION_TYPE_CHOICES'],
	[
		'a text input in a message',
		{ components: [row({ type: 4, custom_id: 'x', style: 1, label: 'x' })] },
		'components.0.components.0',
		'UNION_TYPE_CHOICES',
	],
	[
		'two components of one custom id',
		{ components: [row(button(), button())] },
		'components.0.components.1.custom_id',
		'COMPONENT_CUSTOM_ID_DUPLICATED',
	],
	[
		'a custom id over 100',
		{ components: [row(button({ custom_id: long(101) }))] },
		'components.0.components.0.custom_id',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'an empty custom id',
		{ components: [row(button({ custom_id: '' }))] },
		'components.0.components.0.custom_id',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'a button without custom id',
		{ components: [row(button({ custom_id: undefined }))] },
		'components.0.components.0.custom_id',
		'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED',
	],
	[
		'a label over 80',
		{ components: [row(button({ label: long(81) }))] },
		'components.0.components.0.label',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'a button without label and emoji',
		{ components: [row(button({ label: undefined }))] },
		'components.0.components.0.label',
		'BASE_TYPE_REQUIRED',
	],
	[
		'an emoji that is none',
		{ components: [row(button({ emoji: { name: 'crow' } }))] },
		'components.0.components.0.emoji.name',
		'BUTTON_COMPONENT_INVALID_EMOJI',
	],
	[
		'a link without address',
		{ components: [row(button({ style: 5, custom_id: undefined }))] },
		'components.0.components.0.url',
		'BUTTON_COMPONENT_URL_REQUIRED',
	],
	[
		'a link with custom id',
		{ components: [row(button({ style: 5, url: 'https://x.y' }))] },
		'components.0.components.0.custom_id',
		'BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE',
	],
	[
		'an unknown style',
		{ components: [row(button({ style: 9 }))] },
		'components.0.components.0.style',
		'BASE_TYPE_CHOICES',
	],
	[
		'26 options',
		{ components: [row(select({ options: options(26) }))] },
		'components.0.components.0.options',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'no options',
		{ components: [row(select({ options: [] }))] },
		'components.0.components.0.options',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'two options of one value',
		{ components: [row(select({ options: [...options(1), ...options(1)] }))] },
		'components.0.components.0.options.1.value',
		'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
	],
	[
		'an option label over 100',
		{ components: [row(select({ options: [{ label: long(101), value: 'x' }] }))] },
		'components.0.components.0.options.0.label',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'an option value over 100',
		{ components: [row(select({ options: [{ label: 'x', value: long(101) }] }))] },
		'components.0.components.0.options.0.value',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'a placeholder over 150',
		{ components: [row(select({ placeholder: long(151) }))] },
		'components.0.components.0.placeholder',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'more choices than options',
		{ components: [row(select({ max_values: 3 }))] },
		'components.0.components.0.max_values',
		'COMPONENT_VALIDATION_FAILED',
	],
	[
		'max_values over 25',
		{ components: [row(select({ max_values: 26 }))] },
		'components.0.components.0.max_values',
		'NUMBER_TYPE_MAX',
	],
	[
		'content with components v2',
		{ flags: V2, content: 'x', components: [textDisplay()] },
		'content',
		'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
	],
	[
		'embeds with components v2',
		{ flags: V2, embeds: [{ title: 'x' }], components: [textDisplay()] },
		'embeds',
		'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
	],
	['v2 components without the flag', { components: [textDisplay()] }, 'components.0', 'UNION_TYPE_CHOICES'],
	[
		'41 components',
		{
			flags: V2,
			components: [
				{ type: 17, components: options(20).map(() => textDisplay()) },
				...options(20).map(() => textDisplay()),
			],
		},
		'components',
		'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
	],
	[
		'4001 characters of text',
		{ flags: V2, components: [textDisplay(long(2000)), textDisplay(long(2001))] },
		'components',
		'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
	],
	[
		'an empty text',
		{ flags: V2, components: [textDisplay('')] },
		'components.0.content',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'a section without accessory',
		{ flags: V2, components: [{ type: 9, components: [textDisplay()] }] },
		'components.0.accessory',
		'BASE_TYPE_REQUIRED',
	],
	[
		'4 texts in a section',
		{
			flags: V2,
			components: [{ type: 9, components: options(4).map(() => textDisplay()), accessory: button() }],
		},
		'components.0.components',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'11 pictures in a gallery',
		{
			flags: V2,
			components: [{ type: 12, items: options(11).map(() => ({ media: { url: 'https://x.y/z.png' } })) }],
		},
		'components.0.items',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'a file from elsewhere',
		{ flags: V2, components: [{ type: 13, file: { url: 'https://x.y/z.png' } }] },
		'components.0.file.url',
		'URL_TYPE_INVALID_SCHEME',
	],
	[
		'a container in a container',
		{ flags: V2, components: [{ type: 17, components: [{ type: 17, components: [textDisplay()] }] }] },
		'components.0.components.0',
		'UNION_TYPE_CHOICES',
	],
	[
		'two components of one number',
		{
			flags: V2,
			components: [
				{ ...textDisplay(), id: 3 },
				{ ...textDisplay(), id: 3 },
			],
		},
		'components.1.id',
		'COMPONENT_ID_DUPLICATED',
	],
	['a poll', { poll: { question: { text: '?' } } }, 'poll', 'MODEL_TYPE_CONVERT'],
	['what is no object', [1], '', 'MODEL_TYPE_CONVERT'],
];

const input = (rest: object = {}) => ({
	type: 18,
	label: 'l',
	component: { type: 4, custom_id: 'i', style: 1, ...rest },
});
const modal = (rest: object = {}) => ({ custom_id: 'm', title: 't', components: [input()], ...rest });

const MODALS: readonly Case[] = [
	['a title over 45', modal({ title: long(46) }), 'data.title', 'BASE_TYPE_BAD_LENGTH'],
	['no custom id', modal({ custom_id: undefined }), 'data.custom_id', 'BASE_TYPE_REQUIRED'],
	['no components', modal({ components: [] }), 'data.components', 'BASE_TYPE_BAD_LENGTH'],
	[
		'6 components',
		modal({ components: options(6).map(({ value }) => input({ custom_id: value })) }),
		'data.components',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'a label over 45',
		modal({ components: [{ ...input(), label: long(46) }] }),
		'data.components.0.label',
		'BASE_TYPE_BAD_LENGTH',
	],
	[
		'a description over 100',
		modal({ components: [{ ...input(), description: long(101) }] }),
		'data.components.0.description',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'a placeholder over 100',
		modal({ components: [input({ placeholder: long(101) })] }),
		'data.components.0.component.placeholder',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'a preset value over 4000',
		modal({ components: [input({ value: long(4001) })] }),
		'data.components.0.component.value',
		'BASE_TYPE_MAX_LENGTH',
	],
	[
		'a shortest over the longest',
		modal({ components: [input({ min_length: 5, max_length: 4 })] }),
		'data.components.0.component.min_length',
		'COMPONENT_VALIDATION_FAILED',
	],
	[
		'a button',
		modal({ components: [row(button())] }),
		'data.components.0.components.0',
		'UNION_TYPE_CHOICES',
	],
	[
		'a text input without label in a row',
		modal({ components: [row({ type: 4, custom_id: 'x', style: 1 })] }),
		'data.components.0.components.0.label',
		'BASE_TYPE_REQUIRED',
	],
	[
		'two inputs of one custom id',
		modal({ components: [input(), input()] }),
		'data.components.1.component.custom_id',
		'COMPONENT_CUSTOM_ID_DUPLICATED',
	],
	[
		'a disabled select',
		modal({ components: [{ ...input(), component: select({ disabled: true }) }] }),
		'data.components.0.component.disabled',
		'COMPONENT_VALIDATION_FAILED',
	],
	[
		'an upload of 11 files',
		modal({ components: [{ ...input(), component: { type: 19, custom_id: 'f', max_values: 11 } }] }),
		'data.components.0.component.max_values',
		'NUMBER_TYPE_MAX',
	],
	[
		'a radio group of one',
		modal({ components: [{ ...input(), component: { type: 21, custom_id: 'r', options: options(1) } }] }),
		'data.components.0.component.options',
		'BASE_TYPE_BAD_LENGTH',
	],
];

describe('a message is refused for', () => {
	it.each(MESSAGES)('%s', async (_name, body, path, code) => {
		const playground = await playgroundForTest();
		const { general } = playground.demo.channels;
		const answer = await call(playground, 'POST', `/channels/${general}/messages`, body);
		expect(answer).toMatchObject({ status: 400, body: { code: 50035, message: 'Invalid Form Body' } });
		expect(codesAt(answer.body.errors, path)).toContain(code);
		expect(playground.messages(general)).toEqual([]);
	});

	it('being empty', async () => {
		const playground = await playgroundForTest();
		const path = `/channels/${playground.demo.channels.general}/messages`;
		for (const body of [{}, { content: '' }, { content: ' \n ' }, { embeds: [{}] }]) {
			expect((await call(playground, 'POST', path, body)).body.code).toBe(50006);
		}
	});

	it('not being JSON, or of another type', async () => {
		const playground = await playgroundForTest();
		const url = `${playground.apiUrl}/v10/channels/${playground.demo.channels.general}/messages`;
		const post = async (contentType: string, body: string) => {
			const headers = {
				authorization: `Bot ${playground.token}`,
				'user-agent': 'DiscordBot (x, 1)',
				'content-type': contentType,
			};
			return (await fetch(url, { method: 'POST', headers, body })).json();
		};
		expect(await post('application/json', '{')).toMatchObject({ code: 50109 });
		expect(await post('text/plain', 'x')).toMatchObject({ code: 50035 });
	});

	it('several things at once, each told at its place', async () => {
		const playground = await playgroundForTest();
		const { body } = await call(
			playground,
			'POST',
			`/channels/${playground.demo.channels.general}/messages`,
			{
				content: long(2001),
				embeds: [{ title: long(257) }, { color: -1 }],
			},
		);
		expect(body.errors).toEqual({
			content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] },
			embeds: {
				0: {
					title: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 256 or fewer in length.' }] },
				},
				1: {
					color: {
						_errors: [
							{ code: 'NUMBER_TYPE_MIN', message: 'int value should be greater than or equal to 0.' },
						],
					},
				},
			},
		});
	});

	it('not counting characters as Discord does', async () => {
		const playground = await playgroundForTest();
		const path = `/channels/${playground.demo.channels.general}/messages`;
		expect((await call(playground, 'POST', path, { content: '🐦'.repeat(2000) })).status).toBe(200);
		expect((await call(playground, 'POST', path, { content: '🐦'.repeat(2001) })).status).toBe(400);
	});

	it('going back from components v2', async () => {
		const playground = await playgroundForTest();
		const path = `/channels/${playground.demo.channels.general}/messages`;
		const { body } = await call(playground, 'POST', path, { flags: V2, components: [textDisplay()] });
		expect(body.components).toEqual([{ type: 10, id: 1, content: 'x' }]);
		const edited = await call(playground, 'PATCH', `${path}/${body.id}`, { content: 'y', flags: 0 });
		expect(edited.body.code).toBe(50035);
		const plain = await call(playground, 'POST', path, { content: 'old' });
		const upgrade = { flags: V2, components: [textDisplay()] };
		expect((await call(playground, 'PATCH', `${path}/${plain.body.id}`, upgrade)).body.code).toBe(50035);
		const emptied = { ...upgrade, content: null };
		expect((await call(playground, 'PATCH', `${path}/${plain.body.id}`, emptied)).status).toBe(200);
	});
});

describe('a modal is refused for', () => {
	it.each(MODALS)('%s', async (_name, data, path, code) => {
		const playground = await playgroundForTest();
		const { applicationId, demo } = playground;
		await call(playground, 'PUT', `/applications/${applicationId}/commands`, [
			{ name: 'x', description: 'x' },
		]);
		const { id, token } = playground.invoke({
			user: demo.users.member,
			channel: demo.channels.general,
			command: 'x',
		});
		const callback = `/interactions/${id}/${token}/callback`;
		const answer = await call(playground, 'POST', callback, { type: 9, data });
		expect(answer).toMatchObject({ status: 400, body: { code: 50035 } });
		expect(codesAt(answer.body.errors, path)).toContain(code);
		expect((await call(playground, 'POST', callback, { type: 9, data: modal() })).status).toBe(204);
	});
});

import { ChannelType, type PermissionsString } from 'discord.js';
import { describe, expect, test } from 'vitest';
import {
	blockedChannels,
	canAttach,
	canReadHistory,
	missingPermissions,
	requireWritable,
} from '../../src/bot/permissions.ts';
import { UserError } from '../../src/errors.ts';
import { channelOf, openGuild, type TestChannel } from './guild.ts';

const ALL = [
	'ViewChannel',
	'SendMessages',
	'SendMessagesInThreads',
	'ReadMessageHistory',
	'AddReactions',
	'AttachFiles',
] as const satisfies PermissionsString[];
const without = (...denied: PermissionsString[]) => ({
	allowed: ALL.filter((permission) => !denied.includes(permission)),
});

const CHANNEL: TestChannel = { id: '200' };
const THREAD: TestChannel = { id: '201', type: ChannelType.PublicThread, parentId: '200' };

function open(...denied: PermissionsString[]) {
	const guild = openGuild([CHANNEL, THREAD], without(...denied));
	return { guild, channel: channelOf(guild, '200'), thread: channelOf(guild, '201') };
}

/** Before Discord has told who the bot is in the server. */
const unknown = () => channelOf(openGuild([CHANNEL], { allowed: [], isMember: false }), '200');

describe('to answer with a reply', () => {
	test('a channel asks for being seen and written to', () => {
		expect(missingPermissions(open().channel, 'reply')).toEqual([]);
		expect(missingPermissions(open('ViewChannel').channel, 'reply')).toContain('ViewChannel');
		expect(missingPermissions(open('SendMessages').channel, 'reply')).toEqual(['SendMessages']);
		expect(missingPermissions(open('SendMessages').channel, 'sure')).toEqual(['SendMessages']);
		expect(missingPermissions(open('AddReactions', 'ReadMessageHistory').channel, 'reply')).toEqual([]);
	});

	test('a thread asks for writing in threads, whatever the channel allows', () => {
		expect(missingPermissions(open('SendMessagesInThreads').thread, 'reply')).toEqual([
			'SendMessagesInThreads',
		]);
		expect(missingPermissions(open('SendMessagesInThreads').channel, 'reply')).toEqual([]);
		expect(missingPermissions(open('SendMessages').thread, 'reply')).toEqual([]);
	});
});

test('to answer with a reaction asks for history and reactions, and for no writing', () => {
	expect(missingPermissions(open('SendMessages', 'SendMessagesInThreads').channel, 'reaction')).toEqual([]);
	expect(missingPermissions(open('AddReactions').channel, 'reaction')).toEqual(['AddReactions']);
	expect(missingPermissions(open('ReadMessageHistory').channel, 'reaction')).toEqual(['ReadMessageHistory']);
	expect(missingPermissions(open('ViewChannel').channel, 'reaction')).toContain('ViewChannel');
});

test('what is not known yet is not missing', () => {
	expect(missingPermissions(unknown(), 'reply')).toEqual([]);
	expect(canReadHistory(unknown())).toBe(true);
	expect(canAttach(unknown())).toBe(true);
});

test('history is read where the channel may be seen and its history read', () => {
	expect(canReadHistory(open().channel)).toBe(true);
	expect(canReadHistory(open('ReadMessageHistory').channel)).toBe(false);
	expect(canReadHistory(open('ViewChannel').channel)).toBe(false);
});

test('files are attached where that is allowed', () => {
	expect(canAttach(open().channel)).toBe(true);
	expect(canAttach(open('AttachFiles').channel)).toBe(false);
});

describe('a channel to write to, named by a member', () => {
	function refusal(channelId: string, ...denied: PermissionsString[]): unknown {
		const { guild } = open(...denied);
		try {
			requireWritable({ guild }, channelId);
		} catch (error) {
			return error instanceof UserError ? { code: error.code, ...error.details } : error;
		}
		return undefined;
	}

	test('is accepted where the bot may write', () => {
		expect(refusal('200', 'AddReactions', 'ReadMessageHistory')).toBeUndefined();
	});

	test('is refused with what is missing', () => {
		expect(refusal('200', 'SendMessages')).toEqual({
			code: 'bot-permissions-needed',
			channelId: '200',
			permissions: ['SendMessages'],
		});
	});

	test('is refused where the bot does not see it', () => {
		const unseen = { code: 'bot-permissions-needed', channelId: '299', permissions: ['ViewChannel'] };
		expect(refusal('299')).toEqual(unseen);
		expect(() => requireWritable({ guild: null }, '200')).toThrow(UserError);
	});
});

test('channels where the bot should answer and cannot are those it sees, may not write to, and is meant to answer in', () => {
	const guild = openGuild(
		[
			{ id: '200' },
			{ id: '202', denied: ['SendMessages'] },
			{ id: '203', denied: ['SendMessages'] },
			{ id: '204', denied: ['ViewChannel', 'SendMessages'] },
			{ id: '205', denied: ['SendMessages'], type: ChannelType.GuildCategory },
			{ id: '206', denied: ['AddReactions'] },
		],
		{ allowed: ALL },
	);
	const blocked = (style: 'reply' | 'reaction') =>
		blockedChannels(guild.channels.cache.values(), ({ id }) => id !== '203', style).map(
			({ channel, missing }) => [channel.id, ...missing],
		);
	expect(blocked('reply')).toEqual([['202', 'SendMessages']]);
	expect(blocked('reaction')).toEqual([['206', 'AddReactions']]);
});

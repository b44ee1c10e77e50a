import { ChannelType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { isEnabled, placeOf } from '../../../src/bot/settings/channels.ts';
import { DEFAULT_SETTINGS } from '../../../src/bot/settings/settings.ts';
import { channelOf, openGuild } from '../guild.ts';

describe('a channel', () => {
	const place = { ids: ['thread', 'channel'], categoryId: 'category', ageRestricted: false };
	const off = { ...DEFAULT_SETTINGS, everywhere: false };

	test('follows the server when nothing nearer is set', () => {
		expect(isEnabled(DEFAULT_SETTINGS, place)).toBe(true);
		expect(isEnabled(off, place)).toBe(false);
		expect(isEnabled(off, { ...place, categoryId: null })).toBe(false);
	});

	test('follows its nearest setting', () => {
		expect(isEnabled({ ...DEFAULT_SETTINGS, channels: { category: false } }, place)).toBe(false);
		expect(isEnabled({ ...off, channels: { category: false, channel: true } }, place)).toBe(true);
		expect(isEnabled({ ...off, channels: { channel: true, thread: false } }, place)).toBe(false);
		expect(isEnabled({ ...off, channels: { channel: false, thread: true } }, place)).toBe(true);
		expect(isEnabled({ ...off, channels: { category: true } }, place)).toBe(true);
	});

	test('restricted by age is off unless it is turned on by name', () => {
		const restricted = { ...place, ageRestricted: true };
		expect(isEnabled(DEFAULT_SETTINGS, restricted)).toBe(false);
		expect(isEnabled({ ...DEFAULT_SETTINGS, channels: { category: true } }, restricted)).toBe(false);
		expect(isEnabled({ ...DEFAULT_SETTINGS, channels: { channel: true } }, restricted)).toBe(true);
		expect(isEnabled({ ...DEFAULT_SETTINGS, channels: { thread: true } }, restricted)).toBe(true);
	});
});

describe('the place of a channel', () => {
	const guild = openGuild(
		[
			{ id: '190', type: ChannelType.GuildCategory },
			{ id: '200', parentId: '190' },
			{ id: '201', type: ChannelType.PublicThread, parentId: '200' },
			{ id: '210', nsfw: true },
			{ id: '211', type: ChannelType.PublicThread, parentId: '210' },
			{ id: '221', type: ChannelType.PublicThread, parentId: '299' },
		],
		{ allowed: ['ViewChannel'] },
	);
	const place = (id: string) => placeOf(channelOf(guild, id));

	test('is itself and its category', () => {
		expect(place('200')).toEqual({ ids: ['200'], categoryId: '190', ageRestricted: false });
		expect(place('210')).toEqual({ ids: ['210'], categoryId: null, ageRestricted: true });
		expect(place('190')).toEqual({ ids: ['190'], categoryId: null, ageRestricted: false });
	});

	test('of a thread is the thread before its channel, with what the channel has', () => {
		expect(place('201')).toEqual({ ids: ['201', '200'], categoryId: '190', ageRestricted: false });
		expect(place('211')).toEqual({ ids: ['211', '210'], categoryId: null, ageRestricted: true });
	});

	test('of a thread whose channel the bot does not see is the thread', () => {
		expect(place('221')).toEqual({ ids: ['221'], categoryId: null, ageRestricted: false });
	});
});

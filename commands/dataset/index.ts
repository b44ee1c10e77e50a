import { PermissionFlagsBits } from 'discord.js';
import { type ChatInputCommand, described, IN_SERVERS_AND_DIRECT_MESSAGES } from '../../src/bot/kit.ts';
import { leadTo } from '../shared/subcommands.ts';
import { component } from './component.ts';
import { remove } from './remove.ts';
import { review, reviewComponent } from './review-component.ts';
import { sample } from './sample.ts';
import { stats } from './stats.ts';

const SUBCOMMANDS = [stats, sample, review, remove];

/** The photos of a server's classifier; for members with Manage Server, and in direct messages for the host. */
export default {
	data: {
		name: 'dataset',
		...described(({ dataset }) => dataset),
		default_member_permissions: String(PermissionFlagsBits.ManageGuild),
		...IN_SERVERS_AND_DIRECT_MESSAGES,
		options: SUBCOMMANDS.map(({ data }) => data),
	},
	components: [component, reviewComponent],
	...leadTo(SUBCOMMANDS),
} satisfies ChatInputCommand;

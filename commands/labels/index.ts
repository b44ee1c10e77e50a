import { PermissionFlagsBits } from 'discord.js';
import { type ChatInputCommand, described, IN_SERVERS_AND_DIRECT_MESSAGES } from '../../src/bot/kit.ts';
import { leadTo } from '../shared/subcommands.ts';
import { add } from './add.ts';
import { component } from './component.ts';
import { edit, form } from './edit.ts';
import { list } from './list.ts';
import { remove } from './remove.ts';

const SUBCOMMANDS = [add, list, edit, remove];

/** What a server's classifier is to recognise; for members with Manage Server, and in direct messages for the host. */
export default {
	data: {
		name: 'labels',
		...described(({ labels }) => labels),
		default_member_permissions: String(PermissionFlagsBits.ManageGuild),
		...IN_SERVERS_AND_DIRECT_MESSAGES,
		options: SUBCOMMANDS.map(({ data }) => data),
	},
	components: [component],
	modals: [form],
	...leadTo(SUBCOMMANDS),
} satisfies ChatInputCommand;

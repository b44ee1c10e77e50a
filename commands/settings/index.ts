import { PermissionFlagsBits } from 'discord.js';
import { type ChatInputCommand, described, IN_SERVERS, requireManager } from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import { channel } from './channel.ts';
import { language } from './language.ts';
import { log } from './log.ts';
import { panelComponent } from './panel-component.ts';
import { reset, show } from './show.ts';
import { style } from './style.ts';
import { teach } from './teach.ts';
import { threshold } from './threshold.ts';

const SUBCOMMANDS = [show, channel, threshold, style, language, log, teach, reset];

/** How Hantei behaves in a server; for members with Manage Server. */
export default {
	data: {
		name: 'settings',
		...described(({ settings }) => settings),
		default_member_permissions: String(PermissionFlagsBits.ManageGuild),
		...IN_SERVERS,
		options: SUBCOMMANDS.map(({ data }) => data),
	},
	components: [panelComponent],
	async execute(interaction, context) {
		const guildId = requireManager(interaction);
		const name = interaction.options.getSubcommand();
		const subcommand = SUBCOMMANDS.find(({ data }) => data.name === name);
		if (!subcommand) throw new UserError('component-outdated', {});
		await subcommand.execute(interaction, context, guildId);
	},
} satisfies ChatInputCommand;

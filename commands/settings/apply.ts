import {
	type BaseInteraction,
	type ChatInputCommandInteraction,
	MessageFlags,
	userMention,
} from 'discord.js';
import type { CommandContext } from '../../src/bot/commands/context.ts';
import type { GuildSettings } from '../../src/bot/settings/settings.ts';
import { describeSetting, type SettingName } from './describe.ts';

type Change = (settings: GuildSettings) => Partial<GuildSettings>;

/** Changes a setting and reports it, with its author, in the server's log channel. */
export async function applySetting(
	{ user }: BaseInteraction,
	{ settings, guildLog }: Pick<CommandContext, 'settings' | 'guildLog'>,
	guildId: string,
	name: SettingName,
	change: Change,
): Promise<GuildSettings> {
	const changed = await settings.change(guildId, change);
	void guildLog.post(guildId, null, (messages) =>
		messages.bot.log.settingsChanged(
			userMention(user.id),
			messages.commands.settings.panel[name],
			describeSetting(name, changed, messages),
		),
	);
	return changed;
}

/** Changes a setting and tells the admin its new value. */
export async function changeSetting(
	interaction: ChatInputCommandInteraction,
	context: CommandContext,
	guildId: string,
	name: SettingName,
	change: Change,
): Promise<void> {
	const settings = await applySetting(interaction, context, guildId, name, change);
	const { changed, panel } = context.messages.commands.settings;
	await interaction.reply({
		content: changed(panel[name], describeSetting(name, settings, context.messages)),
		flags: MessageFlags.Ephemeral,
	});
}

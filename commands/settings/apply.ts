import {
	type BaseInteraction,
	type ChatInputCommandInteraction,
	MessageFlags,
	userMention,
} from 'discord.js';
import { type CommandContext, DEFAULT_SETTINGS, type GuildSettings } from '../../src/bot/kit.ts';
import { describeSetting, type SettingName, settingFacts } from './describe.ts';

type Change = (settings: GuildSettings) => Partial<GuildSettings>;

/** Changes a setting and reports it, with its author, in the server's log channel. */
export async function applySetting(
	{ user }: BaseInteraction,
	{ settings, guildLog, catalogue }: Pick<CommandContext, 'settings' | 'guildLog' | 'catalogue'>,
	guildId: string,
	name: SettingName,
	change: Change,
): Promise<GuildSettings> {
	let before = DEFAULT_SETTINGS;
	const changed = await settings.change(guildId, (current) => {
		before = current;
		return change(current);
	});
	const detail = { setting: name, ...settingFacts(name, before, changed) };
	await catalogue.dataset(guildId).audit.record({ action: 'setting', by: user.id, detail });
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

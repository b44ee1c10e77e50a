import { type MessageComponentInteraction, userMention } from 'discord.js';
import { z } from 'zod';
import {
	ANSWER_STYLES,
	type CommandContext,
	type Component,
	readState,
	requireManager,
} from '../../src/bot/kit.ts';
import { LOCALES } from '../../src/i18n/locale.ts';
import { applySetting } from './apply.ts';
import { PANEL, PANEL_PARTS, type PanelPart, renderConfirmation, renderPanel } from './panel.ts';
import { renderWelcome } from './welcome.ts';

const PART = z.enum(PANEL_PARTS);
const STYLE = z.enum(ANSWER_STYLES);
const LANGUAGE = z.enum(['auto', ...LOCALES]);

/** The menus and buttons of the panel. */
export const panelComponent: Component = {
	...PANEL,
	async execute(interaction, state, context) {
		const guildId = requireManager(interaction);
		const { settings: texts } = context.messages.commands;
		const part = readState(PART, state);
		switch (part) {
			case 'style':
			case 'welcome-style': {
				const style = readState(STYLE, chosen(interaction));
				await applySetting(interaction, context, guildId, 'style', () => ({ style }));
				await show(part, interaction, context, guildId);
				return;
			}
			case 'language':
			case 'welcome-language': {
				const language = readState(LANGUAGE, chosen(interaction));
				await applySetting(interaction, context, guildId, 'language', () => ({
					locale: language === 'auto' ? null : language,
				}));
				await show(part, interaction, context, guildId);
				return;
			}
			case 'reset':
				await interaction.update(renderConfirmation(context.messages));
				return;
			case 'cancel':
				await interaction.update({ content: texts.kept, components: [] });
				return;
			case 'reset-now':
				// Told before the log channel itself is forgotten.
				await context.guildLog.post(guildId, null, ({ bot }) =>
					bot.log.settingsReset(userMention(interaction.user.id)),
				);
				await context.settings.forget(guildId);
				await context.catalogue.dataset(guildId).audit.record({
					action: 'setting',
					by: interaction.user.id,
					detail: { setting: 'reset' },
				});
				await interaction.update({ content: texts.wasReset, components: [] });
				return;
		}
	},
};

/** The message as it stands now: the panel, or the greeting with the same menus. */
async function show(
	part: PanelPart,
	interaction: MessageComponentInteraction,
	context: CommandContext,
	guildId: string,
): Promise<void> {
	const settings = await context.settings.get(guildId);
	const preferredLocale = interaction.guild?.preferredLocale ?? interaction.guildLocale ?? interaction.locale;
	await interaction.update(
		part.startsWith('welcome-')
			? await renderWelcome({ id: guildId, preferredLocale }, context, settings)
			: renderPanel(settings, interaction, context),
	);
}

function chosen(interaction: MessageComponentInteraction): string | undefined {
	return interaction.isStringSelectMenu() ? interaction.values[0] : undefined;
}

import type { Guild } from 'discord.js';
import {
	type BotServices,
	type GuildSettings,
	guildLocale,
	listLabels,
	type MessageContent,
	row,
} from '../../src/bot/kit.ts';
import { messagesFor } from '../../src/i18n/messages.ts';
import { teachButton } from '../shared/next-steps.ts';
import { describeSetting } from './describe.ts';
import { languageMenu, styleMenu } from './panel.ts';

const FEW_LABELS = { labels: 6, labelCharacters: 30 };

/** What a server reads when the bot comes in, in the server's language: what it does, how it answers, and ways to change that. */
export async function renderWelcome(
	{ id, preferredLocale }: Pick<Guild, 'id' | 'preferredLocale'>,
	{ settings, predictors, mention }: Pick<BotServices, 'settings' | 'predictors' | 'mention'>,
	given?: GuildSettings,
): Promise<MessageContent> {
	const chosen = given ?? (await settings.get(id));
	const locale = guildLocale(chosen, preferredLocale);
	const messages = messagesFor(locale);
	const { panel, welcome: texts } = messages.commands.settings;
	const known = predictors.of(id).status();
	const labels = listLabels(known.labels, { locale, names: known.names, ...FEW_LABELS });
	const value = (name: 'channels' | 'style' | 'language') => describeSetting(name, chosen, messages);
	return {
		content: [
			texts.hello(labels),
			texts.ask,
			`**${panel.channels}** ${value('channels')} · ${mention('settings channel')}`,
			`**${panel.style}** ${value('style')}`,
			`**${panel.language}** ${value('language')}`,
			texts.teach,
			texts.small(mention('help'), mention('privacy')),
		].join('\n'),
		components: [
			styleMenu(chosen, messages, 'welcome-style'),
			languageMenu(chosen, messages, 'welcome-language'),
			row(teachButton(messages)),
		],
	};
}

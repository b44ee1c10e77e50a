import type { BaseInteraction } from 'discord.js';
import {
	ANSWER_STYLES,
	blockedChannels,
	button,
	type CommandContext,
	type GuildSettings,
	isEnabled,
	type MessageContent,
	menu,
	placeOf,
	type Row,
	row,
} from '../../src/bot/kit.ts';
import { LOCALES } from '../../src/i18n/locale.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { describeSetting, mentionChannels, type SettingName } from './describe.ts';

/** The custom ids of the panel; the state says which of its parts was used. */
export const PANEL = { name: 'settings', version: 1 } as const;

export const PANEL_PARTS = [
	'style',
	'language',
	'reset',
	'reset-now',
	'cancel',
	'welcome-style',
	'welcome-language',
] as const;

export type PanelPart = (typeof PANEL_PARTS)[number];

const SETTINGS: readonly SettingName[] = ['channels', 'threshold', 'style', 'language', 'log', 'teach'];

/** All settings of a server, with menus for those that have few values. */
export function renderPanel(
	settings: GuildSettings,
	{ guild }: BaseInteraction,
	{ messages, mention }: Pick<CommandContext, 'messages' | 'mention'>,
): MessageContent {
	const { panel } = messages.commands.settings;
	const blocked = blockedChannels(
		guild?.channels.cache.values() ?? [],
		(channel) => isEnabled(settings, placeOf(channel)),
		settings.style,
	).map(({ channel }) => channel.id);
	const lines = [
		panel.title,
		...SETTINGS.map((name) => `**${panel[name]}** ${describeSetting(name, settings, messages)}`),
		panel.ageRestricted,
		...(blocked.length > 0 ? [panel.cannotAnswer(mentionChannels(blocked, panel.others))] : []),
		panel.more(
			['channel', 'threshold', 'log', 'teach']
				.map((subcommand) => mention(`settings ${subcommand}`))
				.join(' · '),
		),
	];
	return {
		content: lines.join('\n'),
		components: [styleMenu(settings, messages), languageMenu(settings, messages), resetRow(messages)],
	};
}

/** Asks before everything is set back. */
export function renderConfirmation({ commands }: Messages): MessageContent {
	const { confirmReset, resetNow, cancel } = commands.settings;
	return {
		content: confirmReset,
		components: [row(button(PANEL, 'reset-now', resetNow, 'danger'), button(PANEL, 'cancel', cancel))],
	};
}

/** @param part `welcome-style` below the message that greets a server */
export function styleMenu({ style }: GuildSettings, { commands }: Messages, part: PanelPart = 'style'): Row {
	const { styles, panel } = commands.settings;
	const options = ANSWER_STYLES.map((value) => ({
		value,
		label: styles[value],
		default: value === style,
	}));
	return row(menu(PANEL, part, { placeholder: panel.chooseStyle, options }));
}

/** @param part `welcome-language` below the message that greets a server */
export function languageMenu(
	{ locale }: GuildSettings,
	{ commands }: Messages,
	part: PanelPart = 'language',
): Row {
	const { languages, panel } = commands.settings;
	const options = (['auto', ...LOCALES] as const).map((value) => ({
		value,
		label: languages[value],
		default: value === (locale ?? 'auto'),
	}));
	return row(menu(PANEL, part, { placeholder: panel.chooseLanguage, options }));
}

function resetRow({ commands }: Messages): Row {
	return row(button(PANEL, 'reset', commands.settings.panel.reset));
}

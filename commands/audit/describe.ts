import { channelMention, TimestampStyles, time, userMention } from 'discord.js';
import { escapeText, versionText } from '../../src/bot/kit.ts';
import type { AuditEntry } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';

/** Facts that are names of model versions. */
const VERSIONS = ['version', 'before', 'failed'];
const MODEL_ACTIONS: readonly AuditEntry['action'][] = [
	'model-import',
	'promote',
	'force-promote',
	'roll-back',
	'auto-roll-back',
];

const MEMBER = /^\d{17,20}$/;
const IDS = /^\d+$/;

/** An entry in a line: when, who, what. Discord shows the time in the reader's own zone and language. */
export function describeEntry(
	entry: AuditEntry,
	classifier: string,
	{ commands, percent }: Messages,
): string {
	const texts = commands.audit;
	return texts.line(
		time(entry.at, TimestampStyles.ShortDateTime),
		who(entry.by, texts),
		describeAction(entry, classifier, { commands, percent }),
	);
}

/** What was done, without when and by whom. */
export function describeAction(
	{ action, detail }: Pick<AuditEntry, 'action' | 'detail'>,
	classifier: string,
	{ commands, percent }: Pick<Messages, 'commands' | 'percent'>,
): string {
	const texts = commands.audit;
	if (action === 'setting') return setting(detail, commands, percent);
	const isAboutModels = MODEL_ACTIONS.includes(action);
	const facts = Object.fromEntries(
		Object.entries(detail).map(([name, value]) => {
			if (typeof value !== 'string') return [name, value];
			const shown = isAboutModels && VERSIONS.includes(name) ? versionText(value, classifier) : value;
			return [name, escapeText(shown, 120)];
		}),
	);
	return texts.did[action](facts);
}

function who(by: string, texts: Messages['commands']['audit']): string {
	if (MEMBER.test(by)) return userMention(by);
	if (by === 'cli' || by === 'schedule' || by === 'health') return texts[by];
	return escapeText(by);
}

function setting(
	detail: AuditEntry['detail'],
	{ audit, settings }: Messages['commands'],
	percent: Messages['percent'],
): string {
	if (detail.setting === 'reset') return audit.settingsReset;
	const name = String(detail.setting);
	const shownName = name in settings.panel ? settings.panel[name as 'style'] : name;
	return audit.did.setting({
		setting: escapeText(shownName),
		value: settingValue(name, detail, { audit, settings, percent }),
	});
}

function settingValue(
	name: string,
	{ value, channel }: AuditEntry['detail'],
	{ audit, settings, percent }: Pick<Messages['commands'], 'audit' | 'settings'> & Pick<Messages, 'percent'>,
): string {
	const { panel, styles, languages } = settings;
	const text = String(value);
	switch (name) {
		case 'channels':
			if (typeof channel !== 'string') return value ? panel.everywhere : panel.nowhere;
			return audit.channel(mention(channel), typeof value === 'boolean' ? value : null);
		case 'threshold':
			return typeof value === 'number' ? percent(value) : panel.modelThreshold;
		case 'style':
			return text in styles ? styles[text as keyof typeof styles] : escapeText(text);
		case 'language':
			return languages[value === 'en' || value === 'ja' ? value : 'auto'];
		case 'teach':
			return value === true ? panel.teachOn : panel.teachOff;
		case 'log':
			return typeof value === 'string' ? mention(value) : panel.noLog;
		default:
			return escapeText(text);
	}
}

function mention(channel: string): string {
	return IDS.test(channel) ? channelMention(channel) : escapeText(channel);
}

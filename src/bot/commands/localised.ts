import { Locale as DiscordLocale } from 'discord-api-types/v10';
import { type Messages, messagesFor } from '../../i18n/messages.ts';

type CommandTexts = Messages['commands'];

/** One text in all languages, as Discord takes it. The default is listed too: Discord's fallbacks would skip it. */
export function localisations(select: (texts: CommandTexts) => string): Readonly<Record<string, string>> {
	const english = select(messagesFor('en').commands);
	return {
		[DiscordLocale.EnglishUS]: english,
		[DiscordLocale.EnglishGB]: english,
		[DiscordLocale.Japanese]: select(messagesFor('ja').commands),
	};
}

/** Description and all localisations of a command or option; its `name`, which Discord sends back, is English's. */
export function described(select: (texts: CommandTexts) => { name: string; description: string }) {
	return {
		name_localizations: localisations((texts) => select(texts).name),
		description: select(messagesFor('en').commands).description,
		description_localizations: localisations((texts) => select(texts).description),
	};
}

/** A choice's name in all languages. */
export function named(select: (texts: CommandTexts) => string) {
	return { name: select(messagesFor('en').commands), name_localizations: localisations(select) };
}

import { LRUCache } from 'lru-cache';
import { type Locale, localeFrom } from '../i18n/locale.ts';
import type { GuildSettings } from './settings/settings.ts';

/** The language of what everybody in a guild reads: the one set, else the guild's own. */
export function guildLocale(settings: GuildSettings, preferredLocale: string): Locale {
	return settings.locale ?? localeFrom(preferredLocale);
}

/** Languages of users as their last interactions told; a message alone does not say, and in DMs there is no guild to go by. */
export class UserLocales {
	readonly #locales = new LRUCache<string, Locale>({ max: 5_000 });

	remember(userId: string, tag: string): void {
		this.#locales.set(userId, localeFrom(tag));
	}

	get(userId: string): Locale {
		return this.#locales.get(userId) ?? 'en';
	}
}

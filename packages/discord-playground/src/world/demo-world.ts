import type { Snowflake } from 'discord-api-types/v10';

/** Ids of what a new playground holds. */
export interface DemoWorld {
	readonly guilds: {
		/** English; the bot is a member. */
		readonly park: Snowflake;
		/** Japanese (`preferred_locale: ja`); the bot is a member. */
		readonly zoo: Snowflake;
		/** The bot is not a member; `traveller` uses it as a user-installed app there. */
		readonly elsewhere: Snowflake;
	};
	readonly channels: {
		readonly general: Snowflake;
		readonly photos: Snowflake;
		/** A public thread of `photos`. */
		readonly thread: Snowflake;
		readonly ageRestricted: Snowflake;
		/** The bot sees it and may not send there. */
		readonly readOnly: Snowflake;
		/** The bot does not see it. */
		readonly hidden: Snowflake;
		/** The bot may send, but neither embed links nor attach files. */
		readonly plainText: Snowflake;
		/** Only for those who manage the guild, and the bot. */
		readonly adminLog: Snowflake;
		/** Of the Japanese guild. */
		readonly zooGeneral: Snowflake;
		readonly zooPhotos: Snowflake;
		/** Of the guild without the bot. */
		readonly elsewhereGeneral: Snowflake;
		/** Between `member` and the bot. */
		readonly botDm: Snowflake;
		/** Between `traveller` and `member`, without the bot. */
		readonly privateDm: Snowflake;
	};
	readonly users: {
		/** Owns all guilds. */
		readonly owner: Snowflake;
		/** Has Manage Server, by a role. */
		readonly admin: Snowflake;
		readonly member: Snowflake;
		/** Locale ja; a member of both guilds. */
		readonly japanese: Snowflake;
		/** Locale ja; has Manage Server, by a role, in both guilds. */
		readonly japaneseAdmin: Snowflake;
		/** Has installed the app for themselves. */
		readonly traveller: Snowflake;
		/** Another bot. */
		readonly otherBot: Snowflake;
	};
	readonly webhooks: { readonly photos: Snowflake };
	readonly stickers: { readonly crow: Snowflake };
	readonly roles: { readonly admin: Snowflake; readonly moderator: Snowflake };
}

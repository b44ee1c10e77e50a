import type { Guild } from 'discord.js';
import type { Command } from './commands/command.ts';
import type { BotParts, BotServices, CrawlChatKind, LearnChatKind, TrainingChatKind } from './services.ts';
import type { MessageContent } from './ui/components.ts';

/** Does something about what happens, without anybody asking, for as long as the bot runs. */
export interface Follower {
	/** Does nothing more once what has begun is done. */
	close(): Promise<void>;
}

/** All that people see of the bot: it stands below its features, and knows none by name. */
export interface Features {
	readonly commands: readonly Command[];
	readonly crawlChat: (bot: BotParts) => CrawlChatKind;
	readonly trainingChat: (bot: BotParts) => TrainingChatKind;
	readonly learnChat: (bot: BotParts) => LearnChatKind;
	/** What a server reads when the bot comes in. */
	readonly welcome: (guild: Guild, bot: BotServices) => Promise<MessageContent>;
	readonly followers: readonly ((bot: BotServices) => Follower)[];
}

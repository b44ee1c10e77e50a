import type { Message } from 'discord.js';
import type { LRUCache } from 'lru-cache';
import { isUserError, UserError } from '../../errors.ts';
import type { Locale } from '../../i18n/locale.ts';
import { describeError, messagesFor } from '../../i18n/messages.ts';
import type { Predictors } from '../../registry/predictor.ts';
import { DEFAULT_CLASSIFIER } from '../../registry/version-name.ts';
import { planResponse, type Response } from '../answer/plan.ts';
import { areStrangers } from '../answer/render.ts';
import type { ImageAnswer } from '../answer/verdict.ts';
import type { Contests } from '../contests/contests.ts';
import { givenAnswers } from '../contests/tally.ts';
import { discordFailure } from '../discord-errors.ts';
import type { Failures } from '../failures.ts';
import { Lanes } from '../flow/lanes.ts';
import { Remembered } from '../flow/recent.ts';
import type { GuildLog } from '../guild-log.ts';
import type { AttachmentDownloader } from '../images/download.ts';
import { type AttachmentExaminer, PATIENT } from '../images/examine.ts';
import { Thumbnails } from '../images/thumbnails.ts';
import { guildLocale, type UserLocales } from '../locales.ts';
import { canAttach, canReadHistory } from '../permissions.ts';
import { DEFAULT_SETTINGS, type GuildSettings } from '../settings/settings.ts';
import type { SettingsStore } from '../settings/store.ts';
import { addReactions, type Reply, sendReply } from './deliver.ts';
import type { Gate } from './gate.ts';
import { followReply, isFromPerson, type Question, readQuestion, refetchImage } from './question.ts';
import type { Strips } from './strips.ts';
import { TypingIndicator } from './typing.ts';

export interface AnswererParts {
	readonly predictors: Predictors;
	readonly examiner: AttachmentExaminer;
	readonly downloader: Pick<AttachmentDownloader, 'accepts'>;
	readonly gate: Gate;
	readonly settings: SettingsStore;
	/** Answers by the message with the pictures, for those who ask for more. */
	readonly recentAnswers: LRUCache<string, readonly ImageAnswer[]>;
	readonly userLocales: UserLocales;
	readonly strips: Pick<Strips, 'remember'>;
	readonly contests: Pick<Contests, 'answered'>;
	readonly guildLog: GuildLog;
	readonly failures: Failures;
	/** A command as a mention that can be clicked. */
	readonly mention: (command: string) => string;
}

interface Job {
	readonly message: Message;
	readonly controller: AbortController;
}

/** What to do about a message, with the pictures for a reply. */
type Answer =
	| Exclude<Response, { kind: 'reply' }>
	| {
			readonly kind: 'reply';
			readonly message: Reply;
			/** The message of which it shows pictures. */
			readonly sourceId?: string;
	  };

const SILENCE: Answer = { kind: 'silence' };

/** Somebody who chats in a direct message is told once in a while what the bot is for, not line by line. */
const HINT_MS = 10 * 60_000;

/** Messages remembered as taken: many times what a reconnection replays. */
const HANDLED_SIZE = 50_000;

/**
 * Answers each message with pictures once. Pictures of all channels are judged side by side; the answers of one
 * channel are sent in the order of its messages.
 */
export class MessageAnswerer {
	readonly #parts: AnswererParts;
	readonly #handled = new Remembered({ size: HANDLED_SIZE });
	readonly #jobs = new Map<string, Job>();
	readonly #lanes = new Lanes();
	readonly #typing = new TypingIndicator();
	readonly #hinted = new Remembered({ forMs: HINT_MS });
	#answered = 0;

	constructor(parts: AnswererParts) {
		this.#parts = parts;
	}

	/** Messages that got their answer since the start. */
	get answered(): number {
		return this.#answered;
	}

	/** Ids of messages whose answer is on its way. */
	get inFlight(): Iterable<string> {
		return this.#jobs.keys();
	}

	/** Takes a message; whatever was taken before, and whatever has nothing to judge, is left alone. */
	accept(message: Message): void {
		if (!isFromPerson(message)) return;
		const question = readQuestion(message, this.#parts.downloader.accepts);
		if (!question || !this.#handled.add(message.id)) return;
		const controller = new AbortController();
		const { signal } = controller;
		this.#jobs.set(message.id, { message, controller });
		const response = this.#decide(question, message, signal);
		// The lane awaits it later; until then a rejection would count as unhandled.
		response.catch(() => {});
		void this.#lanes.run(message.channelId, async () => {
			try {
				await this.#respond(message, await response, signal);
			} catch (error) {
				if (!signal.aborted) this.#failedToRespond(message, error);
			} finally {
				this.#jobs.delete(message.id);
			}
		});
	}

	/** Remembers a message as answered, by an earlier life of this process. */
	skip(messageId: string): void {
		this.#handled.add(messageId);
	}

	/** Gives up on messages that are no more. */
	retract(isGone: (message: Message) => boolean): void {
		for (const { message, controller } of this.#jobs.values()) {
			if (isGone(message)) controller.abort(new Error('the message is gone'));
		}
	}

	/** Resolves once every message taken has its answer. */
	idle(): Promise<void> {
		return this.#lanes.idle();
	}

	/** @throws only the signal's reason: everything else is worth telling the member. */
	async #decide(asked: Question, message: Message, signal: AbortSignal): Promise<Answer> {
		const { guild, author } = message;
		const settings = guild ? await this.#parts.settings.get(guild.id) : DEFAULT_SETTINGS;
		const locale = guild
			? guildLocale(settings, guild.preferredLocale)
			: this.#parts.userLocales.get(author.id);
		if (!this.#parts.gate.admits(message, settings)) return SILENCE;
		try {
			const question = await followReply(asked, this.#parts.downloader.accepts, signal);
			return await this.#predict(question, message, settings, locale, signal);
		} catch (error) {
			signal.throwIfAborted();
			return say(describeError(this.#explain(error, message), locale, 'chat'));
		}
	}

	async #predict(
		{ images, source, asked }: Question,
		message: Message,
		settings: GuildSettings,
		locale: Locale,
		signal: AbortSignal,
	): Promise<Answer> {
		if (images.length === 0) return this.#hint(message, locale);
		const obstacle = this.#parts.gate.charge(message, images.length);
		if (obstacle) return obstacle.tell ? say(describeError(obstacle.refusal, locale, 'chat')) : SILENCE;
		const classifier = message.guildId ?? DEFAULT_CLASSIFIER;
		const stopTyping = settings.style === 'reply' || asked ? this.#typing.start(message) : undefined;
		const isNumbered = images.length > 1 && (settings.style !== 'reaction' || asked);
		const thumbnails = isNumbered && canAttach(message.channel) ? new Thumbnails() : undefined;
		try {
			const answers = await this.#parts.examiner.examine(images, {
				turn: message.guildId ?? message.author.id,
				classifier,
				patience: PATIENT,
				signal,
				refetch: (image) => refetchImage(source, image),
				...(thumbnails && { keep: (bytes, image) => thumbnails.add(bytes, image) }),
			});
			this.#parts.recentAnswers.set(source.id, answers);
			const { labels, names } = this.#parts.predictors.of(classifier).status();
			const response = planResponse(answers, {
				labels,
				names,
				threshold: settings.threshold,
				style: settings.style,
				locale,
				sourceId: source.id,
				asked,
				guildEmojis: customEmojis(message),
			});
			if (response.kind !== 'reply' || areStrangers(answers, settings.threshold)) return response;
			await this.#parts.contests.answered(classifier, givenAnswers(answers, settings.threshold));
			if (!thumbnails) return response;
			const files = await thumbnails.draw(images, locale);
			return { kind: 'reply', message: { ...response.message, files }, sourceId: source.id };
		} finally {
			stopTyping?.();
		}
	}

	#hint(message: Message, locale: Locale): Answer {
		const { mention } = this.#parts;
		const texts = messagesFor(locale).bot;
		if (!message.channel.isDMBased()) return say(texts.mentioned(mention('classify')));
		return this.#hinted.add(message.author.id)
			? say(texts.directHint(mention('classify'), mention('help')))
			: SILENCE;
	}

	async #respond(message: Message, response: Answer, signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		if (response.kind === 'silence') return;
		if (response.kind === 'react') {
			await addReactions(message, response.emojis, signal);
		} else {
			const { channel } = message;
			const quote = channel.isDMBased() || canReadHistory(channel);
			const sent = await sendReply(message, response.message, { quote, signal });
			if (response.sourceId) await this.#parts.strips.remember(response.sourceId, sent);
		}
		this.#answered += 1;
		this.#parts.gate.answered(message);
	}

	#explain(error: unknown, message: Message): UserError {
		if (isUserError(error)) return error;
		if (discordFailure(error) === 'transient')
			return new UserError('discord-unavailable', {}, { cause: error });
		return this.#report(error, message);
	}

	#failedToRespond(message: Message, error: unknown): void {
		const failure = discordFailure(error);
		if (failure === 'forbidden')
			this.#parts.gate.refused(message, error instanceof Error ? error.message : '');
		else if (failure !== 'gone') this.#report(error, message);
	}

	#report(error: unknown, { guildId, channelId, id }: Message): UserError<'unexpected'> {
		const facts = { guild: guildId, channel: channelId, message: id };
		const refusal = this.#parts.failures.report(error, facts);
		if (guildId) {
			void this.#parts.guildLog.post(guildId, null, ({ bot }) =>
				bot.log.failed(`<#${channelId}>`, refusal.details.reference),
			);
		}
		return refusal;
	}
}

function say(content: string): Answer {
	return { kind: 'reply', message: { content, components: [] } };
}

function customEmojis({ guild }: Message): { id: string; name: string }[] {
	return guild ? guild.emojis.cache.map(({ id, name }) => ({ id, name })) : [];
}

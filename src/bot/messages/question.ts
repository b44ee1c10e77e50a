import { type Message, type MessageComponentInteraction, MessageReferenceType } from 'discord.js';
import { UserError } from '../../errors.ts';
import { discordFailure, isTransient } from '../discord-errors.ts';
import { type RetryPolicy, retry } from '../flow/retry.ts';
import { type FoundImage, findImages } from '../images/find.ts';

/** The pictures that a message asks about. */
export interface Question {
	/** The message that holds the pictures: the one posted, or the one that a mention replies to. */
	readonly source: Message;
	readonly images: readonly FoundImage[];
	/** Whether the bot was mentioned. */
	readonly asked: boolean;
}

const LOOK_UP: RetryPolicy = { firstDelayMs: 250, maxDelayMs: 2_000, deadlineMs: 15_000 };

/** Only people are answered: no bots (least of all this one), webhooks or system messages. */
export function isFromPerson(message: Message): boolean {
	return !message.author.bot && !message.webhookId && !message.system;
}

/** Whether the message itself mentions the bot; a reply's ping and `@everyone` do not count. */
export function isMention(message: Message): boolean {
	const { user } = message.client;
	return message.mentions.has(user, { ignoreEveryone: true, ignoreRoles: true, ignoreRepliedUser: true });
}

/** What a message holds by itself; undefined when there is nothing in it for the bot. */
export function readQuestion(message: Message, accepts: (address: string) => boolean): Question | undefined {
	const asked = isMention(message);
	const images = acceptedImages(message, asked, accepts);
	return images.length > 0 || asked || isChat(message) ? { source: message, images, asked } : undefined;
}

/** Somebody talks to the bot alone. A link is waited for: Discord may add a picture to it in a moment. */
function isChat({ channel, content }: Message): boolean {
	return channel.isDMBased() && !/https?:\/\//i.test(content);
}

/** Looks in the message that a mention without pictures replies to. */
export async function followReply(
	question: Question,
	accepts: (address: string) => boolean,
	signal: AbortSignal,
): Promise<Question> {
	const { source, images, asked } = question;
	const isReply = source.reference?.messageId && source.reference.type === MessageReferenceType.Default;
	if (images.length > 0 || !asked || !isReply) return question;
	try {
		const target = await retry(() => source.fetchReference(), {
			policy: LOOK_UP,
			isTransient,
			signal,
		});
		return { source: target, images: acceptedImages(target, true, accepts), asked };
	} catch (error) {
		if (['gone', 'forbidden'].includes(discordFailure(error))) return question;
		throw error;
	}
}

/** The same picture in its message as Discord shows it now, with an address that works. */
export async function refetchImage(source: Message, image: FoundImage): Promise<FoundImage | undefined> {
	try {
		const fresh = await source.channel.messages.fetch({ message: source.id, force: true, cache: false });
		return findImages(fresh, { asked: true }).find(({ key }) => key === image.key);
	} catch (error) {
		if (discordFailure(error) === 'bug') throw error;
		return undefined;
	}
}

function acceptedImages(message: Message, asked: boolean, accepts: (address: string) => boolean) {
	return findImages(message, { asked }).filter(({ url }) => accepts(url));
}

/**
 * The message with the pictures that a button is about, in the channel of the button.
 * @throws {UserError} `message-gone`
 */
export async function fetchSource(
	{ client, channelId }: MessageComponentInteraction,
	sourceId: string,
): Promise<Message> {
	try {
		const channel = await client.channels.fetch(channelId);
		if (!channel?.isTextBased()) throw new UserError('message-gone', {});
		return await channel.messages.fetch(sourceId);
	} catch (error) {
		if (['gone', 'forbidden'].includes(discordFailure(error))) {
			throw new UserError('message-gone', {}, { cause: error });
		}
		throw error;
	}
}

import type {
	ChatInputCommandInteraction,
	Client,
	MessageComponentInteraction,
	MessageCreateOptions,
	MessageEditOptions,
	ModalSubmitInteraction,
} from 'discord.js';
import type { Logger } from '../../log.ts';
import { linkCommands, shortened } from '../answer/text.ts';
import { discordFailure, isInteractionOver, isTransient } from '../discord-errors.ts';
import { delay, retry } from '../flow/retry.ts';
import { DELIVERY } from '../messages/deliver.ts';
import { canAttach } from '../permissions.ts';
import type { Attached, MessageContent } from '../ui/components.ts';

export type JobMessageContent = Pick<
	MessageEditOptions & MessageCreateOptions,
	'content' | 'components' | 'files'
> &
	Pick<MessageEditOptions, 'attachments'>;

/** What a message shows of work under way. */
export interface JobView extends MessageContent {
	/** A picture that takes the place of the one before when its key is another. */
	readonly picture?: { readonly key: string; readonly draw: () => Promise<readonly Attached[]> };
}

export type AnsweredInteraction =
	| ChatInputCommandInteraction
	| MessageComponentInteraction
	| ModalSubmitInteraction;

export interface ProgressMessageParts {
	readonly client: Client;
	readonly channelId: string;
	readonly messageId: string;
	/** What the message answers; it can be edited through that wherever the bot itself has no access. */
	readonly interaction?: AnsweredInteraction;
	/** A command as a mention that can be clicked. */
	readonly mention: (command: string) => string;
	readonly logger: Logger;
}

/**
 * A message that is edited for longer than an interaction lives (15 minutes): through the interaction at first, then
 * as any message of the bot. Nothing here rejects: work does not depend on whether it can be watched.
 */
export class ProgressMessage {
	readonly #parts: ProgressMessageParts;
	#interaction: AnsweredInteraction | undefined;
	#isLost = false;

	constructor(parts: ProgressMessageParts) {
		this.#parts = parts;
		this.#interaction = parts.interaction;
	}

	/**
	 * Shows how far work is until it ends, edited only when the text or the picture is another. A message that somebody deleted stays
	 * deleted.
	 * @param editMs between edits
	 */
	async keepCurrent(
		render: () => JobView | Promise<JobView>,
		ended: Promise<unknown>,
		editMs: number,
	): Promise<void> {
		const end = new AbortController();
		void ended.then(() => end.abort());
		let shown = '';
		let drawn: string | undefined;
		while (!end.signal.aborted) {
			const { picture, ...content } = await render();
			const isNew = picture !== undefined && picture.key !== drawn && (await this.canAttach());
			const files = isNew ? await picture.draw() : [];
			if (end.signal.aborted) return;
			// What is not mentioned stays: the picture of before goes only for another.
			const replaced = files.length > 0 ? { files: [...files], attachments: [] } : {};
			if ((content.content !== shown || files.length > 0) && !this.#isLost)
				await this.#attempt(() => this.#edit({ ...content, ...replaced }));
			shown = content.content;
			drawn = picture?.key;
			await delay(editMs, end.signal);
		}
	}

	/** Shows the end, in a new message if need be. */
	async conclude(content: JobMessageContent): Promise<void> {
		if (!this.#isLost) await this.#attempt(() => persistently(() => this.#edit(content)));
		if (this.#isLost) await this.#attempt(() => persistently(() => this.#send(content)));
	}

	/** Adds a message below. */
	async follow(content: JobMessageContent): Promise<void> {
		await this.#attempt(() =>
			persistently(async () => {
				if (!(await this.#throughInteraction((interaction) => interaction.followUp(this.#linked(content))))) {
					await this.#send(content);
				}
			}),
		);
	}

	/** Whether the bot may attach files where the message is. */
	async canAttach(): Promise<boolean> {
		const channel = await this.#parts.client.channels.fetch(this.#parts.channelId).catch(() => null);
		return !channel || canAttach(channel);
	}

	async #edit(shown: JobMessageContent): Promise<void> {
		const content = this.#linked(shown);
		const { messageId } = this.#parts;
		const edit = (interaction: AnsweredInteraction) =>
			interaction.editReply({ ...content, message: messageId });
		if (await this.#throughInteraction(edit)) return;
		const channel = await this.#channel();
		await channel?.messages.edit(messageId, content);
	}

	async #send(shown: JobMessageContent): Promise<void> {
		const channel = await this.#channel();
		await channel?.send(this.#linked(shown));
	}

	#linked(shown: JobMessageContent): JobMessageContent {
		const { content } = shown;
		return content ? { ...shown, content: shortened(linkCommands(content, this.#parts.mention)) } : shown;
	}

	async #channel() {
		const { client, channelId } = this.#parts;
		const channel = await client.channels.fetch(channelId);
		return channel?.isSendable() ? channel : undefined;
	}

	/** Whether the interaction could still be used. */
	async #throughInteraction(use: (interaction: AnsweredInteraction) => Promise<unknown>): Promise<boolean> {
		if (!this.#interaction) return false;
		try {
			await use(this.#interaction);
			return true;
		} catch (error) {
			if (!isInteractionOver(error)) throw error;
			this.#interaction = undefined;
			return false;
		}
	}

	async #attempt(action: () => Promise<void>): Promise<void> {
		try {
			await action();
		} catch (error) {
			const failure = discordFailure(error);
			if (failure === 'gone' || failure === 'forbidden') this.#isLost = true;
			const { channelId, logger } = this.#parts;
			if (failure !== 'gone')
				logger.warn({ channel: channelId, err: error }, 'the progress of work cannot be shown');
		}
	}
}

function persistently(action: () => Promise<void>): Promise<void> {
	return retry(action, { policy: DELIVERY, isTransient });
}

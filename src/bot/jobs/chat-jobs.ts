import { isDeepStrictEqual } from 'node:util';
import type {
	ChatInputCommandInteraction,
	Client,
	Message,
	MessageComponentInteraction,
	ModalSubmitInteraction,
} from 'discord.js';
import type { Keyv } from 'keyv';
import { z } from 'zod';
import { isUserError } from '../../errors.ts';
import { LOCALES, type Locale } from '../../i18n/locale.ts';
import type { Job, JobData, JobEnd, JobState, Jobs } from '../../jobs/jobs.ts';
import type { Logger } from '../../log.ts';
import type { Failures } from '../failures.ts';
import { UnderWay } from '../flow/lanes.ts';
import { hears } from '../gateway/shards.ts';
import type { MessageContent } from '../ui/components.ts';
import { Orders } from './orders.ts';
import { type JobView, ProgressMessage } from './progress-message.ts';

/** Starts of Hantei after which work is not begun anew: perhaps it is what ends the process each time. */
const MAX_STARTS = 3;

const SERVER = /^\d{17,20}$/;

/** What somebody asks for. */
export interface Wish extends JobData {
	/** A user's id. */
	readonly by: string;
	/** In which language they asked. */
	readonly locale: Locale;
}

/** The message that shows how far it is. */
const PLACE = {
	locale: z.enum(LOCALES),
	channelId: z.string(),
	messageId: z.string(),
	/** Starts of Hantei that it has seen. */
	starts: z.number().int().positive(),
};

/** The schema of a job's data as it is written down with where it is shown. */
export function orderSchema<Shape extends z.ZodRawShape>(data: z.ZodObject<Shape>) {
	return data.extend(PLACE);
}

export type ChatOrder<Asked extends Wish> = Asked & {
	readonly channelId: string;
	readonly messageId: string;
	readonly starts: number;
};

/** How a job ended, and what is known of it. */
export interface Ending<Progress, Result> {
	readonly end: JobEnd<Result>;
	readonly progress?: Progress;
	/** Who cancelled it. */
	readonly cancelledBy?: string;
}

/** What is said of one kind of job in chat. */
export interface ChatJobKind<Asked extends Wish, Data extends JobData, Progress, Result> {
	readonly order: z.ZodType<ChatOrder<Asked>>;
	dataOf(asked: Asked): Data;
	/** Whether it is for people in chat to cancel: what a schedule began is the schedule's. */
	isFromChat(data: Data): boolean;
	/** A job that waits or is under way, with a button to cancel it. */
	render(state: JobState<Progress>, asked: Asked, isResumed: boolean): JobView | Promise<JobView>;
	/** Shows what it came to. */
	conclude(
		ending: Ending<Progress, Result>,
		order: ChatOrder<Asked>,
		message: ProgressMessage,
	): Promise<void>;
	/** Says that it is not begun once more. */
	gaveUp(order: ChatOrder<Asked>): string;
}

export interface ChatJobsParts<Asked extends Wish, Data extends JobData, Progress, Result> {
	readonly jobs: Jobs<Data, Progress, Result>;
	readonly kind: ChatJobKind<Asked, Data, Progress, Result>;
	/** Of what is not done. */
	readonly orders: Keyv<unknown>;
	readonly failures: Failures;
	readonly logger: Logger;
	/** A command as a mention that can be clicked. */
	readonly mention: (command: string) => string;
	/** Between edits of a message. */
	readonly editMs: number;
}

/** Whoever asks by a button has had its message answered already. */
type AskingInteraction = ChatInputCommandInteraction | MessageComponentInteraction | ModalSubmitInteraction;

/** Jobs that people ask for in chat: each shows its progress in a message and outlives a restart of Hantei. */
export class ChatJobs<Asked extends Wish, Data extends JobData, Progress, Result> {
	readonly #parts: ChatJobsParts<Asked, Data, Progress, Result>;
	readonly #orders: Orders<ChatOrder<Asked>>;
	readonly #shown = new UnderWay();
	/** By classifier. */
	readonly #cancelledBy = new Map<string, string>();
	#hasResumed = false;

	constructor(parts: ChatJobsParts<Asked, Data, Progress, Result>) {
		this.#parts = parts;
		this.#orders = new Orders(parts.orders, parts.kind.order);
	}

	async isUnderWay(classifier: string): Promise<boolean> {
		return (await this.#parts.jobs.get(classifier)) !== undefined;
	}

	/** What `begin` would refuse. @throws {UserError} as `Jobs.start` */
	requireFree(classifier: string): Promise<void> {
		return this.#parts.jobs.requireFree(classifier);
	}

	/**
	 * Starts a job, and answers with the message that shows it: a command or form, acknowledged or not, by its answer, an
	 * acknowledged button by a further message or, `inPlace`, by the very message that has the button.
	 * @throws {UserError} as `Jobs.start`
	 */
	async begin(
		asked: Asked,
		interaction: AskingInteraction,
		{ inPlace = false }: { readonly inPlace?: boolean } = {},
	): Promise<void> {
		const { jobs, kind } = this.#parts;
		const job = await jobs.start(kind.dataOf(asked));
		try {
			const { content, components } = await kind.render(job.state(), asked, false);
			const message = await answer(interaction, { content, components }, inPlace);
			const order = { ...asked, channelId: message.channelId, messageId: message.id, starts: 1 };
			await this.#orders.put(order);
			this.#show(job, order, interaction.client, interaction);
		} catch (error) {
			job.cancel();
			throw error;
		}
	}

	/** @returns whether there was one that somebody asked for */
	async cancel(classifier: string, by?: string): Promise<boolean> {
		const job = await this.#parts.jobs.get(classifier);
		if (!job || !this.#parts.kind.isFromChat(job.data)) return false;
		if (by !== undefined) this.#cancelledBy.set(classifier, by);
		job.cancel();
		return true;
	}

	/**
	 * Goes on, once, with what the end of the process before interrupted. What cannot go on is told and forgotten; of a
	 * server that the bot is no longer in, forgotten; of one that another process has, that process's to go on with.
	 */
	async resume(client: Client): Promise<void> {
		if (this.#hasResumed) return;
		this.#hasResumed = true;
		for (const order of await this.#orders.list()) {
			const { classifier, starts } = order;
			const isServer = SERVER.test(classifier);
			if (!hears(client, isServer ? classifier : null)) continue;
			if (isServer && !client.guilds.cache.has(classifier)) {
				await this.#orders.remove(classifier);
			} else if (starts >= MAX_STARTS) {
				await this.#orders.remove(classifier);
				const content = this.#parts.kind.gaveUp(order);
				await this.#messageOf(order, client).conclude({ content, components: [] });
			} else if (!(await this.#beginAgain({ ...order, starts: starts + 1 }, client))) return;
		}
	}

	/** Stops all jobs, tells so where they are shown, and leaves them to the next start. */
	async close(): Promise<void> {
		await this.#parts.jobs.close();
		await this.#shown.idle();
	}

	/** @returns false when the process ends already: all is left to the next start then */
	async #beginAgain(order: ChatOrder<Asked>, client: Client): Promise<boolean> {
		const { jobs, kind } = this.#parts;
		await this.#orders.put(order);
		try {
			const wanted = kind.dataOf(order);
			const running = await jobs.get(order.classifier);
			// Another process may be at it; what else is under way there is none of this order's business.
			const job = running && isSame(running.data, wanted) ? running : await jobs.start(wanted);
			this.#show(job, order, client);
		} catch (error) {
			if (isUserError(error, 'engine-closed')) return false;
			await this.#orders.remove(order.classifier);
			await kind.conclude({ end: { kind: 'failed', error } }, order, this.#messageOf(order, client));
		}
		return true;
	}

	#show(
		job: Job<Data, Progress, Result>,
		order: ChatOrder<Asked>,
		client: Client,
		interaction?: AskingInteraction,
	): void {
		const { failures } = this.#parts;
		const { classifier } = order;
		this.#shown.add(this.#follow(job, order, this.#messageOf(order, client, interaction)), (error) =>
			failures.report(error, { classifier }),
		);
	}

	async #follow(
		job: Job<Data, Progress, Result>,
		order: ChatOrder<Asked>,
		message: ProgressMessage,
	): Promise<void> {
		const { kind, editMs } = this.#parts;
		const { classifier, starts } = order;
		await message.keepCurrent(() => kind.render(job.state(), order, starts > 1), job.ended, editMs);
		const end = await job.ended;
		const cancelledBy = this.#cancelledBy.get(classifier);
		this.#cancelledBy.delete(classifier);
		if (end.kind !== 'interrupted') await this.#orders.remove(classifier);
		await kind.conclude({ end, cancelledBy, progress: job.state().progress }, order, message);
	}

	#messageOf(order: ChatOrder<Asked>, client: Client, interaction?: AskingInteraction): ProgressMessage {
		const { channelId, messageId } = order;
		const { logger, mention } = this.#parts;
		return new ProgressMessage({ client, channelId, messageId, interaction, logger, mention });
	}
}

/** As they are written down: a queue keeps no undefined. */
function isSame(one: JobData, other: JobData): boolean {
	const [first, second] = [one, other].map((data): unknown => JSON.parse(JSON.stringify(data)));
	return isDeepStrictEqual(first, second);
}

async function answer(
	interaction: AskingInteraction,
	content: MessageContent,
	inPlace: boolean,
): Promise<Message> {
	if (interaction.isMessageComponent() && !inPlace) return interaction.followUp(content);
	// Pictures that were there go.
	if (interaction.deferred) return interaction.editReply({ ...content, attachments: [] });
	const { resource } = await interaction.reply({ ...content, withResponse: true });
	return resource?.message ?? interaction.fetchReply();
}

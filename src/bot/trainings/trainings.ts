import { type Client, type MessageComponentInteraction, userMention } from 'discord.js';
import type { Catalogue } from '../../dataset/catalogue/catalogue.ts';
import { isUserError } from '../../errors.ts';
import { messagesFor } from '../../i18n/messages.ts';
import type { Logger } from '../../log.ts';
import type { TrainingEnd, TrainingJob, TrainingJobs, TrainingOutcome } from '../../train/jobs.ts';
import { escapeText } from '../answer/escape.ts';
import { refusalText } from '../answer/refusal-text.ts';
import { versionText } from '../answer/version-text.ts';
import type { Failures } from '../failures.ts';
import type { GuildLog } from '../guild-log.ts';
import { follow } from '../jobs/follow.ts';
import type { Orders } from '../jobs/orders.ts';
import { ProgressMessage } from '../jobs/progress-message.ts';
import { Reports } from '../jobs/reports.ts';
import { resumeOrders } from '../jobs/resume.ts';
import type { TrainingOrder } from './orders.ts';
import { type RenderOptions, renderTraining } from './render.ts';
import { describeOutcome, renderTrainingResult } from './result.ts';

/** Of a reason: the rest of a message is a line. */
const SHOWN_REASON = 1_800;

export interface TrainingsParts {
	readonly jobs: TrainingJobs;
	readonly catalogue: Catalogue;
	readonly orders: Orders<TrainingOrder>;
	readonly guildLog: GuildLog;
	readonly failures: Failures;
	readonly logger: Logger;
	/** A command as a mention that can be clicked. */
	readonly mention: (command: string) => string;
	/** Whether photos come from a stand-in on this machine. */
	readonly isLocal: boolean;
	/** The model that serves a classifier now, as `classifier/version`. */
	readonly serving: (classifier: string) => string;
	/** Turns to the champions of this moment. */
	readonly refresh: () => Promise<void>;
	/** Between edits of a message. */
	readonly editMs: number;
}

export type NewTraining = Pick<TrainingOrder, 'classifier' | 'crawl' | 'by' | 'locale'>;

/** The trainings that people ask for in chat: each shows its progress in a message and outlives a restart of Hantei. */
export class Trainings {
	readonly #parts: TrainingsParts;
	readonly #reports = new Reports();
	/** Who cancelled a training, by classifier. */
	readonly #cancelledBy = new Map<string, string>();
	#hasResumed = false;

	constructor(parts: TrainingsParts) {
		this.#parts = parts;
	}

	isUnderWay(classifier: string): boolean {
		return this.#parts.jobs.get(classifier) !== undefined;
	}

	/** What `begin` would refuse. @throws {UserError} as `begin` */
	requireFree(classifier: string): void {
		this.#parts.jobs.requireFree(classifier);
	}

	/**
	 * Starts a training; a message that follows the (acknowledged) button shows how far it is.
	 * @throws {UserError} `training-running`, `trainings-full`, `engine-closed`
	 */
	async begin(order: NewTraining, interaction: MessageComponentInteraction): Promise<void> {
		const { jobs, orders, catalogue } = this.#parts;
		const job = jobs.start(requestOf(order));
		try {
			const message = await interaction.followUp(
				renderTraining(job.state(), this.#renderOptions({ ...order, starts: 1 })),
			);
			const placed = { ...order, channelId: message.channelId, messageId: message.id, starts: 1 };
			await orders.put(placed);
			await catalogue.dataset(order.classifier).audit.record({
				action: 'retrain',
				by: order.by,
				detail: { wanted: order.crawl?.wanted ?? null },
			});
			this.#report(job, placed, interaction.client, interaction);
		} catch (error) {
			job.cancel();
			throw error;
		}
	}

	/** @returns whether there was one that somebody asked for; what a schedule began is the schedule's to cancel */
	cancel(classifier: string, by?: string): boolean {
		const job = this.#parts.jobs.get(classifier);
		if (job?.request.reason !== 'command') return false;
		if (by !== undefined) this.#cancelledBy.set(classifier, by);
		job.cancel();
		return true;
	}

	/** Goes on, once, with what the end of the process before interrupted. */
	async resume(client: Client): Promise<void> {
		if (this.#hasResumed) return;
		this.#hasResumed = true;
		const { orders, jobs } = this.#parts;
		await resumeOrders({
			orders,
			client,
			begin: (order) => this.#report(jobs.start(requestOf(order)), order, client),
			giveUp: async (order, error) => {
				const content =
					error === undefined
						? messagesFor(order.locale).commands.retrain.gaveUp
						: this.#failed(error, order);
				await this.#messageOf(order, client).conclude({ content, components: [] });
			},
		});
	}

	/** Stops all trainings, those of schedules too, tells so where they are shown, and leaves them to the next start. */
	async close(): Promise<void> {
		await this.#parts.jobs.close();
		await this.#reports.told();
	}

	#failed(error: unknown, { classifier, locale }: TrainingOrder): string {
		const texts = messagesFor(locale).commands.retrain;
		if (isUserError(error)) return texts.refused(refusalText(error, locale, SHOWN_REASON));
		return texts.failed(this.#parts.failures.report(error, { classifier }).details.reference);
	}

	#report(
		job: TrainingJob,
		order: TrainingOrder,
		client: Client,
		interaction?: MessageComponentInteraction,
	): void {
		const { failures } = this.#parts;
		const { classifier } = order;
		this.#reports.add(this.#follow(job, order, this.#messageOf(order, client, interaction)), (error) =>
			failures.report(error, { classifier }),
		);
	}

	async #follow(job: TrainingJob, order: TrainingOrder, message: ProgressMessage): Promise<void> {
		const { editMs, orders } = this.#parts;
		const options = this.#renderOptions(order);
		await follow(() => renderTraining(job.state(), options), { ended: job.ended, message, editMs });
		const end = await job.ended;
		const cancelledBy = this.#cancelledBy.get(order.classifier);
		this.#cancelledBy.delete(order.classifier);
		if (end.kind !== 'interrupted') await orders.remove(order.classifier);
		if (end.kind === 'finished') return this.#tell(end.outcome, order, message);
		await message.conclude({ content: this.#ending(end, order, cancelledBy), components: [] });
	}

	/** Tells the server's admins, and shows the result; the training itself has entered what it changed. */
	async #tell(outcome: TrainingOutcome, order: TrainingOrder, message: ProgressMessage): Promise<void> {
		const { guildLog, mention, logger, refresh } = this.#parts;
		const { classifier, by, locale } = order;
		if (outcome.kind === 'trained') {
			if (outcome.promoted) await refresh();
			void guildLog.post(classifier, null, ({ commands }, logLocale) =>
				commands.retrain.log.trained(
					userMention(by),
					describeOutcome(outcome, { classifier, locale: logLocale }),
				),
			);
		}
		// Before the pictures are drawn, which takes seconds: that it is over is known now.
		if (outcome.kind === 'trained') {
			const content = messagesFor(locale).commands.retrain.finished;
			await message.conclude({ content, components: [] });
		}
		const canAttach = await message.canAttach();
		const result = await renderTrainingResult(outcome, { classifier, locale, mention, canAttach, logger });
		// In a message of its own, so that those who look elsewhere see that there is something new.
		if (outcome.kind === 'trained') await message.follow(result);
		else await message.conclude(result);
	}

	/** What becomes of the message that showed the progress. */
	#ending(
		end: Exclude<TrainingEnd, { kind: 'finished' }>,
		order: TrainingOrder,
		cancelledBy: string | undefined,
	): string {
		const { classifier, locale } = order;
		const texts = messagesFor(locale).commands.retrain;
		switch (end.kind) {
			case 'cancelled': {
				const model = escapeText(versionText(this.#parts.serving(classifier), classifier));
				return texts.cancelled(cancelledBy && userMention(cancelledBy), model);
			}
			case 'interrupted':
				return texts.interrupted;
			case 'failed':
				return this.#failed(end.error, order);
		}
	}

	#messageOf(
		{ channelId, messageId }: TrainingOrder,
		client: Client,
		interaction?: MessageComponentInteraction,
	): ProgressMessage {
		return new ProgressMessage({ client, channelId, messageId, interaction, logger: this.#parts.logger });
	}

	#renderOptions({
		locale,
		crawl,
		starts,
	}: Pick<TrainingOrder, 'locale' | 'crawl' | 'starts'>): RenderOptions {
		return {
			messages: messagesFor(locale),
			crawls: crawl !== undefined,
			isLocal: this.#parts.isLocal,
			isResumed: starts > 1,
		};
	}
}

function requestOf({ classifier, by, crawl }: NewTraining) {
	return { classifier, by, reason: 'command' as const, ...(crawl && { crawl }) };
}

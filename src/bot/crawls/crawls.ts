import { type ChatInputCommandInteraction, type Client, type Message, userMention } from 'discord.js';
import type { CrawlEnd, CrawlJob, CrawlJobs, CrawlState } from '../../crawl/jobs.ts';
import type { Crawler } from '../../crawl/open-crawler.ts';
import type { Taxon } from '../../crawl/sources/index.ts';
import { SOURCES, type SourceName } from '../../dataset/candidate.ts';
import type { Catalogue, Photo } from '../../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../../dataset/photo-store.ts';
import { isUserError, UserError } from '../../errors.ts';
import { messagesFor } from '../../i18n/messages.ts';
import type { Logger } from '../../log.ts';
import { refusalText } from '../answer/refusal-text.ts';
import type { Failures } from '../failures.ts';
import { follow } from '../jobs/follow.ts';
import type { Orders } from '../jobs/orders.ts';
import { ProgressMessage } from '../jobs/progress-message.ts';
import { Reports } from '../jobs/reports.ts';
import { resumeOrders } from '../jobs/resume.ts';
import type { LastSamples } from '../photos/last-samples.ts';
import { renderSheet } from '../photos/sheet.ts';
import type { CrawlOrder } from './orders.ts';
import { type CrawlMessageContent, type RenderOptions, renderCrawl, renderCrawlEnd } from './render.ts';
import { spread } from './spread.ts';

/** Of a reason: the labels follow. */
const SHOWN_REASON = 1_500;

export interface CrawlsParts {
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	/** Absent while the host has not said how photo services reach them. */
	readonly crawler: Crawler | undefined;
	readonly jobs: CrawlJobs | undefined;
	readonly orders: Orders<CrawlOrder>;
	readonly lastSamples: LastSamples;
	readonly failures: Failures;
	readonly logger: Logger;
	/** Between edits of a message. */
	readonly editMs: number;
}

export type NewCrawl = Pick<CrawlOrder, 'classifier' | 'labels' | 'wanted' | 'sources' | 'by' | 'locale'>;

/** The crawls that people ask for in chat: each shows its progress in a message and outlives a restart of Hantei. */
export class Crawls {
	readonly #parts: CrawlsParts;
	readonly #jobs: CrawlJobs | undefined;
	readonly #reports = new Reports();
	/** Who cancelled a crawl, by classifier. */
	readonly #cancelledBy = new Map<string, string>();
	#hasResumed = false;

	constructor(parts: CrawlsParts) {
		this.#parts = parts;
		this.#jobs = parts.jobs;
	}

	/** Whether photos come from a stand-in on this machine. */
	get isLocal(): boolean {
		return this.#parts.crawler?.isLocal ?? false;
	}

	/** Whether photos can be collected at all. */
	get isSetUp(): boolean {
		return this.#parts.crawler !== undefined;
	}

	/** @throws {UserError} `crawler-contact-needed`: before anything is begun that would collect photos first */
	requireSetUp(): void {
		this.#crawler();
	}

	isUnderWay(classifier: string): boolean {
		return this.#jobs?.get(classifier) !== undefined;
	}

	/**
	 * What `begin` would refuse.
	 * @throws {UserError} `crawler-contact-needed`, `source-not-available`, `crawl-running`, `crawls-full`, `engine-closed`
	 */
	requireFree(classifier: string, sources?: readonly SourceName[]): void {
		this.#requireSources(sources);
		this.#jobs?.requireFree(classifier);
	}

	/**
	 * Living things that a label may stand for.
	 * @throws {UserError} `crawler-contact-needed`
	 * @throws {SourceUnavailable}
	 */
	searchTaxa(text: string, options: { locale: string; signal: AbortSignal }): Promise<Taxon[]> {
		return this.#crawler().searchTaxa(text, options);
	}

	/**
	 * Starts a crawl, and answers the command, acknowledged or not, with the message that shows it.
	 * @throws {UserError} `crawler-contact-needed`, `source-not-available`, `crawl-running`, `crawls-full`, `no-labels`
	 */
	async begin(order: NewCrawl, interaction: ChatInputCommandInteraction): Promise<void> {
		this.#requireSources(order.sources);
		const job = this.#start(order);
		const options = this.#renderOptions(order, false);
		try {
			const message = await answer(interaction, renderCrawl(job.state(), options));
			const placed = { ...order, channelId: message.channelId, messageId: message.id, starts: 1 };
			await this.#parts.orders.put(placed);
			this.#report(job, placed, interaction.client, interaction);
		} catch (error) {
			job.cancel();
			throw error;
		}
	}

	/** @returns whether there was one */
	cancel(classifier: string, by?: string): boolean {
		const job = this.#jobs?.get(classifier);
		if (!job) return false;
		if (by !== undefined) this.#cancelledBy.set(classifier, by);
		job.cancel();
		return true;
	}

	/** Goes on, once, with what the end of the process before interrupted. */
	async resume(client: Client): Promise<void> {
		if (this.#hasResumed) return;
		this.#hasResumed = true;
		await resumeOrders({
			orders: this.#parts.orders,
			client,
			begin: (order) => this.#report(this.#start(order), order, client),
			giveUp: async (order, error) => {
				const content =
					error === undefined
						? messagesFor(order.locale).commands.crawl.gaveUp
						: this.#failed(error, 0, order);
				await this.#messageOf(order, client).conclude({ content, components: [] });
			},
		});
	}

	/** Stops all crawls, tells so where they are shown, and leaves them to the next start. */
	async close(): Promise<void> {
		await this.#jobs?.close();
		await this.#reports.told();
	}

	/** @throws {UserError} */
	#start({ classifier, labels, wanted, sources, by }: NewCrawl): CrawlJob {
		if (!this.#jobs) throw new UserError('crawler-contact-needed', { contact: '' });
		const dataset = this.#parts.catalogue.dataset(classifier);
		const found = labels.flatMap((id) => dataset.labels.get(id) ?? []);
		if (found.length === 0) throw new UserError('no-labels', {});
		return this.#jobs.start({ classifier, labels: found, wanted, sources, by });
	}

	/** @throws {UserError} `source-not-available`: at once, and not from a crawl that fails */
	#requireSources(sources: readonly SourceName[] | undefined): void {
		const { sources: available } = this.#crawler();
		const unknown = sources?.find((source) => !available.includes(source));
		if (unknown === undefined) return;
		throw new UserError('source-not-available', {
			source: unknown,
			available: SOURCES.filter((source) => available.includes(source)),
		});
	}

	#crawler(): Crawler {
		if (!this.#parts.crawler) throw new UserError('crawler-contact-needed', { contact: '' });
		return this.#parts.crawler;
	}

	#report(job: CrawlJob, order: CrawlOrder, client: Client, interaction?: ChatInputCommandInteraction): void {
		const { failures } = this.#parts;
		const { classifier } = order;
		this.#reports.add(this.#follow(job, order, this.#messageOf(order, client, interaction)), (error) =>
			failures.report(error, { classifier }),
		);
	}

	async #follow(job: CrawlJob, order: CrawlOrder, message: ProgressMessage): Promise<void> {
		const options = this.#renderOptions(order, order.starts > 1);
		const { editMs } = this.#parts;
		await follow(() => renderCrawl(job.state(), options), { ended: job.ended, message, editMs });
		const end = await job.ended;
		if (end.kind !== 'interrupted') await this.#parts.orders.remove(order.classifier);
		const state = job.state();
		const came = this.#accepted(state, order);
		const verdict = this.#verdict(end, came.length, order);
		await message.conclude(renderCrawlEnd(verdict, state, options));
		if (end.kind !== 'interrupted' && came.length > 0) await this.#show(came, order, message);
	}

	/** The photos that came and stayed: one may go to quarantine when another label gets it as well. */
	#accepted({ photos: ids }: CrawlState, { classifier }: CrawlOrder): Photo[] {
		const { photos } = this.#parts.catalogue.dataset(classifier);
		return ids.flatMap((id) => photos.get(id) ?? []).filter(({ state }) => state === 'accepted');
	}

	/** Some photos of each label. */
	async #show(came: readonly Photo[], order: CrawlOrder, message: ProgressMessage): Promise<void> {
		const { photoStore, lastSamples } = this.#parts;
		const messages = messagesFor(order.locale);
		const chosen = spread(came, ({ labelId }) => labelId);
		const title = messages.commands.dataset.arrived;
		const { shown, ...content } = await renderSheet(title, chosen, came.length, {
			photoStore,
			messages,
			canAttach: await message.canAttach(),
		});
		lastSamples.remember(order, shown);
		await message.follow(content);
	}

	#verdict(end: CrawlEnd, photos: number, order: CrawlOrder): string {
		const { classifier, locale } = order;
		const texts = messagesFor(locale).commands.crawl;
		const by = this.#cancelledBy.get(classifier);
		this.#cancelledBy.delete(classifier);
		switch (end.kind) {
			case 'finished':
				return texts.finished(photos);
			case 'cancelled':
				return texts.cancelled(photos, by && userMention(by));
			case 'interrupted':
				return texts.interrupted(photos);
			case 'failed':
				return this.#failed(end.error, photos, order);
		}
	}

	#failed(error: unknown, photos: number, { classifier, locale }: CrawlOrder): string {
		if (isUserError(error)) return `❌ ${refusalText(error, locale, SHOWN_REASON)}`;
		const { reference } = this.#parts.failures.report(error, { classifier }).details;
		return messagesFor(locale).commands.crawl.crawlFailed(photos, reference);
	}

	#messageOf(order: CrawlOrder, client: Client, interaction?: ChatInputCommandInteraction): ProgressMessage {
		const { channelId, messageId } = order;
		return new ProgressMessage({ client, channelId, messageId, interaction, logger: this.#parts.logger });
	}

	#renderOptions({ locale }: NewCrawl, isResumed: boolean): RenderOptions {
		return { messages: messagesFor(locale), isLocal: this.isLocal, isResumed };
	}
}

async function answer(
	interaction: ChatInputCommandInteraction,
	content: CrawlMessageContent,
): Promise<Message> {
	if (interaction.deferred) return interaction.editReply(content);
	const { resource } = await interaction.reply({ ...content, withResponse: true });
	return resource?.message ?? interaction.fetchReply();
}

import type { Message } from 'discord.js';
import type { Catalogue } from '../../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../../dataset/photo-store.ts';
import type { Locale } from '../../i18n/locale.ts';
import type { Messages } from '../../i18n/messages.ts';
import type { Logger } from '../../log.ts';
import type { Explanation } from '../../registry/explain.ts';
import type { JudgeStatus } from '../../registry/judge.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Schedules } from '../../train/schedule/schedules.ts';
import type { Teaching } from '../../train/teaching/teaching.ts';
import type { ImageAnswer } from '../answer/verdict.ts';
import type { Crawls } from '../crawls/crawls.ts';
import type { LastFailure } from '../failures.ts';
import type { RecentMap } from '../flow/recent.ts';
import type { GuildLog } from '../guild-log.ts';
import type { ExaminationRequest } from '../images/examine.ts';
import type { FoundImage } from '../images/find.ts';
import type { LastSamples } from '../photos/last-samples.ts';
import type { Quotas } from '../quotas.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { Trainings } from '../trainings/trainings.ts';

export interface BotStatus {
	/** Whether the bot is connected to Discord now. */
	readonly connected: boolean;
	/** Whether Discord shows the bot all messages; null before the first login. */
	readonly messageContent: boolean | null;
	readonly guilds: number;
	/** Round trip of the gateway's heartbeat; null before the first one. */
	readonly latencyMs: number | null;
	/** Pictures. */
	readonly queue: { readonly waiting: number; readonly running: number };
	/** Messages answered since the start. */
	readonly answered: number;
	/** Milliseconds since the Unix epoch. */
	readonly startedAt: number;
	readonly lastFailure: LastFailure | null;
}

/** What a command may use. */
export interface CommandContext {
	/** The language of the member who acts, and its texts. */
	readonly locale: Locale;
	readonly messages: Messages;
	/** Whether the member runs this host. */
	readonly isOwner: boolean;
	readonly settings: SettingsStore;
	readonly guildLog: GuildLog;
	/** Labels and photos of all classifiers; whose a member may act on, `requireDatasetManager` tells. */
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	readonly crawls: Crawls;
	readonly trainings: Trainings;
	readonly schedules: Schedules;
	/** Absent where the host does not let members teach. */
	readonly teaching: Teaching | undefined;
	/** Model versions of all classifiers; `requireVersion` tells which of them a member may see. */
	readonly registry: Registry;
	/** Turns to the champions of this moment: what was promoted serves when it resolves. */
	refreshModels(): Promise<void>;
	readonly logger: Logger;
	/**
	 * Takes work that costs as much as judging so many pictures out of what the member may ask for at once.
	 * @throws {UserError} `cooling-down`
	 */
	spend(pictures: number): void;
	readonly lastSamples: LastSamples;
	/** What a server's own classifier may take of this host. */
	readonly quotas: Quotas;
	/** Answers given lately, by the message with the pictures. */
	readonly recentAnswers: RecentMap<string, readonly ImageAnswer[]>;
	/** All pictures of a message that somebody asks about, previews of links included. */
	imagesOf(message: Message): FoundImage[];
	/**
	 * Has pictures judged for the member.
	 * @throws {UserError} `cooling-down` or `engine-busy`; each picture's own refusal is in its answer.
	 */
	examine(
		images: readonly FoundImage[],
		options?: Pick<ExaminationRequest, 'refetch' | 'keep'>,
	): Promise<ImageAnswer[]>;
	/**
	 * Finds out why the model that answers there judges a picture as it does: about a second's work, counted as several pictures.
	 * @throws {UserError} `cooling-down`, and as `Explainer.explain`
	 */
	explain(bytes: Uint8Array): Promise<Explanation>;
	/**
	 * The bytes of one picture that the member gives.
	 * @throws {UserError} `cooling-down`, and as `Downloader.download`
	 */
	download(image: FoundImage): Promise<Uint8Array>;
	judgeStatus(): JudgeStatus;
	botStatus(): BotStatus;
	/** A command as a mention that can be clicked: `classify`, `settings channel`. */
	mention(command: string): string;
}

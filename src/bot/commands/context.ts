import type { Interaction, Message } from 'discord.js';
import { UserError } from '../../errors.ts';
import { type Locale, localeFrom } from '../../i18n/locale.ts';
import { type Messages, messagesFor } from '../../i18n/messages.ts';
import type { Explanation } from '../../registry/explain.ts';
import type { PredictorStatus } from '../../registry/predictor.ts';
import { DEFAULT_CLASSIFIER } from '../../registry/version-name.ts';
import type { ImageAnswer } from '../answer/verdict.ts';
import type { LastFailure } from '../failures.ts';
import { BRIEF, type ExaminationRequest } from '../images/examine.ts';
import { type FoundImage, findImages } from '../images/find.ts';
import type { BotServices } from '../services.ts';

export interface BotStatus {
	/** Whether the bot is connected to Discord now. */
	readonly connected: boolean;
	/** Whether Discord shows the bot all messages; null before the first login. */
	readonly messageContent: boolean | null;
	readonly guilds: number;
	/** Of Discord's gateway, here. */
	readonly shards: { readonly connected: number; readonly count: number };
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

/** What a command may use, on behalf of the member who acts. */
export interface CommandContext extends BotServices {
	/** The language of the member, and its texts. */
	readonly locale: Locale;
	readonly messages: Messages;
	/** Whether the member runs this host. */
	readonly isOwner: boolean;
	/**
	 * Takes work that costs as much as judging so many pictures out of what the member may ask for at once.
	 * @throws {UserError} `cooling-down`
	 */
	spend(pictures: number): void;
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
	 * Finds out why the model that answers there judges a picture as it does: about a second's work, counted as several
	 * pictures.
	 * @throws {UserError} `cooling-down`, and as `Explainer.explain`
	 */
	explain(bytes: Uint8Array): Promise<Explanation>;
	/**
	 * The bytes of one picture that the member gives.
	 * @throws {UserError} `cooling-down`, and as `AttachmentDownloader.download`
	 */
	download(image: FoundImage): Promise<Uint8Array>;
	predictorStatus(): PredictorStatus;
	botStatus(): BotStatus;
}

/** Of what a member may have judged: an explanation keeps the backbone busy for as long as fifty pictures. */
const EXPLANATION_COST = 5;

export function createContext(
	{ user, guildId, locale: tag }: Interaction,
	bot: BotServices,
	botStatus: () => BotStatus,
): CommandContext {
	const { predictors, explainer, downloader, examiner, memberCoolDown, queue } = bot;
	const locale = localeFrom(tag);
	const turn = guildId ?? user.id;
	const classifier = guildId ?? DEFAULT_CLASSIFIER;
	const spend = (pictures: number) => {
		const slow = memberCoolDown.take(user.id, pictures);
		if (slow) throw new UserError('cooling-down', { seconds: slow.seconds });
	};
	return {
		...bot,
		locale,
		messages: messagesFor(locale),
		isOwner: bot.owners.includes(user.id),
		spend,
		imagesOf: (message) => findImages(message, { asked: true }).filter(({ url }) => downloader.accepts(url)),
		async examine(images, options) {
			spend(images.length);
			if (!queue.hasRoom(turn, images.length)) {
				throw new UserError('engine-busy', { waiting: queue.waiting });
			}
			return examiner.examine(images, { turn, classifier, patience: BRIEF, ...options });
		},
		async explain(bytes) {
			spend(EXPLANATION_COST);
			return explainer.explain(classifier, bytes);
		},
		async download(image) {
			spend(1);
			return downloader.download(image);
		},
		predictorStatus: () => predictors.of(classifier).status(),
		botStatus,
	};
}

import type { Interaction } from 'discord.js';
import type { Catalogue } from '../../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../../dataset/photo-store.ts';
import { UserError } from '../../errors.ts';
import { localeFrom } from '../../i18n/locale.ts';
import { messagesFor } from '../../i18n/messages.ts';
import type { Explainer } from '../../registry/explain.ts';
import type { Judge } from '../../registry/judge.ts';
import { DEFAULT_CLASSIFIER } from '../../registry/version-name.ts';
import type { GuildLog } from '../guild-log.ts';
import { BRIEF } from '../images/examine.ts';
import { findImages } from '../images/find.ts';
import type { Quotas } from '../quotas.ts';
import type { Services } from '../services.ts';
import type { Trainings } from '../trainings/trainings.ts';
import type { BotStatus, CommandContext } from './context.ts';

export interface ContextParts {
	readonly services: Services;
	readonly judge: Judge;
	readonly explainer: Explainer;
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	readonly guildLog: GuildLog;
	readonly owners: readonly string[];
	readonly quotas: Quotas;
	readonly trainings: Trainings;
	readonly botStatus: () => BotStatus;
	readonly mention: (command: string) => string;
}

/** Of what a member may have judged: an explanation keeps the backbone busy for as long as fifty pictures. */
const EXPLANATION_COST = 8;

/** What a command may use on behalf of the member who acts. */
export function createContext(interaction: Interaction, parts: ContextParts): CommandContext {
	const {
		services,
		judge,
		explainer,
		catalogue,
		photoStore,
		guildLog,
		owners,
		quotas,
		trainings,
		botStatus,
		mention,
	} = parts;
	const { settings, recentAnswers, downloader, examiner, memberCoolDown, queue } = services;
	const { user, guildId } = interaction;
	const locale = localeFrom(interaction.locale);
	const turn = guildId ?? user.id;
	return {
		locale,
		messages: messagesFor(locale),
		isOwner: owners.includes(user.id),
		settings,
		guildLog,
		recentAnswers,
		catalogue,
		photoStore,
		crawls: services.crawls,
		trainings,
		lastSamples: services.lastSamples,
		quotas,
		imagesOf: (message) => findImages(message, { asked: true }).filter(({ url }) => downloader.accepts(url)),
		async examine(images, options) {
			const slow = memberCoolDown.take(user.id, images.length);
			if (slow) throw new UserError('cooling-down', { seconds: slow.seconds });
			if (!queue.hasRoom(turn, images.length)) {
				throw new UserError('engine-busy', { waiting: queue.waiting });
			}
			return examiner.examine(images, { turn, patience: BRIEF, ...options });
		},
		async explain(bytes) {
			const slow = memberCoolDown.take(user.id, EXPLANATION_COST);
			if (slow) throw new UserError('cooling-down', { seconds: slow.seconds });
			return explainer.explain(guildId ?? DEFAULT_CLASSIFIER, bytes);
		},
		judgeStatus: () => judge.status(),
		botStatus,
		mention,
	};
}

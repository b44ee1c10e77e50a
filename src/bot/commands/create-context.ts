import type { Interaction } from 'discord.js';
import type { Catalogue } from '../../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../../dataset/photo-store.ts';
import { UserError } from '../../errors.ts';
import { localeFrom } from '../../i18n/locale.ts';
import { messagesFor } from '../../i18n/messages.ts';
import type { Logger } from '../../log.ts';
import type { Explainer } from '../../registry/explain.ts';
import type { LiveJudges } from '../../registry/judge.ts';
import type { Registry } from '../../registry/registry.ts';
import { DEFAULT_CLASSIFIER } from '../../registry/version-name.ts';
import type { Schedules } from '../../train/schedule/schedules.ts';
import type { Teaching } from '../../train/teaching/teaching.ts';
import type { GuildLog } from '../guild-log.ts';
import { BRIEF } from '../images/examine.ts';
import { findImages } from '../images/find.ts';
import type { Quotas } from '../quotas.ts';
import type { Services } from '../services.ts';
import type { Trainings } from '../trainings/trainings.ts';
import type { BotStatus, CommandContext } from './context.ts';

export interface ContextParts {
	readonly services: Services;
	readonly judges: LiveJudges;
	readonly explainer: Explainer;
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	readonly guildLog: GuildLog;
	readonly owners: readonly string[];
	readonly quotas: Quotas;
	readonly trainings: Trainings;
	readonly schedules: Schedules;
	readonly teaching: Teaching | undefined;
	readonly registry: Registry;
	readonly logger: Logger;
	readonly botStatus: () => BotStatus;
	readonly mention: (command: string) => string;
}

/** Of what a member may have judged: an explanation keeps the backbone busy for as long as fifty pictures. */
const EXPLANATION_COST = 5;

/** What a command may use on behalf of the member who acts. */
export function createContext(interaction: Interaction, parts: ContextParts): CommandContext {
	const {
		services,
		judges,
		explainer,
		catalogue,
		photoStore,
		guildLog,
		owners,
		quotas,
		trainings,
		schedules,
		teaching,
		registry,
		logger,
		botStatus,
		mention,
	} = parts;
	const { settings, recentAnswers, downloader, examiner, memberCoolDown, queue } = services;
	const { user, guildId } = interaction;
	const locale = localeFrom(interaction.locale);
	const turn = guildId ?? user.id;
	const classifier = guildId ?? DEFAULT_CLASSIFIER;
	const spend = (pictures: number) => {
		const slow = memberCoolDown.take(user.id, pictures);
		if (slow) throw new UserError('cooling-down', { seconds: slow.seconds });
	};
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
		schedules,
		teaching,
		registry,
		refreshModels: () => judges.refresh(),
		logger,
		spend,
		lastSamples: services.lastSamples,
		quotas,
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
		judgeStatus: () => judges.of(classifier).status(),
		botStatus,
		mention,
	};
}

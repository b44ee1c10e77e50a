import { type SendableChannels, userMention } from 'discord.js';
import {
	type BotParts,
	type ContestedMore,
	canAttach,
	contestedMore,
	DELIVERY,
	escapeText,
	type Follower,
	fetchChannel,
	fitLines,
	guildLocale,
	isTransient,
	refusalText,
	retry,
	UnderWay,
	versionText,
} from '../../src/bot/kit.ts';
import { isUserError } from '../../src/errors.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import { messagesFor } from '../../src/i18n/messages.ts';
import { DEFAULT_CLASSIFIER } from '../../src/registry/version-name.ts';
import { BY_SCHEDULE } from '../../src/train/schedule/schedule.ts';
import type { EndedRun } from '../../src/train/schedule/schedule-runner.ts';
import { relative } from '../shared/schedule-text.ts';
import { type ResultMessage, renderTrainingResult } from '../shared/training-result.ts';

/** The rest of a message is a few hundred characters. */
const SHOWN_REASON = 1_500;

/** Tells the admins how planned trainings ended, where they chose. */
export class ScheduleReports implements Follower {
	readonly #parts: BotParts;
	readonly #reports = new UnderWay();
	readonly #stop: () => void;

	constructor(parts: BotParts) {
		this.#parts = parts;
		this.#stop = parts.scheduleRunner.onEnd((run) => this.#begin(run));
	}

	/** Tells what has ended until now, and nothing more. */
	async close(): Promise<void> {
		this.#stop();
		await this.#reports.idle();
	}

	#begin(run: EndedRun): void {
		const { logger } = this.#parts;
		this.#reports.add(this.#report(run), (error) =>
			logger.warn({ classifier: run.classifier, err: error }, 'how a planned training ended cannot be told'),
		);
	}

	async #report(run: EndedRun): Promise<void> {
		const { end, schedule } = run;
		if (end.kind === 'finished' && end.result.kind === 'trained' && end.result.promoted) {
			await this.#parts.predictors.refresh();
		}
		const contested = await this.#contestedMore(run);
		const isNothingNew = end.kind === 'finished' && end.result.kind === 'unchanged' && !contested;
		const place = isNothingNew && schedule.isQuiet ? undefined : await this.#placeOf(run);
		if (!place) return;
		const message = await this.#render(run, place, contested);
		await retry(
			async () => {
				await place.channel.send(message);
			},
			{ policy: DELIVERY, isTransient },
		);
	}

	async #render(
		run: EndedRun,
		{ channel, locale }: Place,
		contested: ContestedMore | undefined,
	): Promise<ResultMessage | { readonly content: string }> {
		const { mention, logger } = this.#parts;
		const { classifier, end } = run;
		const texts = messagesFor(locale).commands.schedule.told;
		const title = titleOf(run, locale);
		const notices = contested ? [contestedText(contested, classifier, locale, mention)] : [];
		if (end.kind !== 'finished')
			return { content: [title, await this.#failure(run, locale), ...notices].join('\n') };
		const result = await renderTrainingResult(end.result, {
			classifier,
			locale,
			mention,
			canAttach: canAttach(channel),
			logger,
		});
		const lines = [title, ...notices, ...result.content.split('\n')];
		return { ...result, content: fitLines([lines], (all) => all, texts.more) };
	}

	/** Of the model that served until now: one that begins tonight has answered nothing. */
	async #contestedMore({ classifier, end }: EndedRun): Promise<ContestedMore | undefined> {
		const { predictors, contests } = this.#parts;
		const outcome = end.kind === 'finished' ? end.result : undefined;
		const isNew = outcome?.kind === 'trained' && outcome.promoted;
		const model = isNew ? outcome.before?.version : predictors.of(classifier).status().model;
		return model === undefined ? undefined : contestedMore(model, await contests.versions(classifier));
	}

	async #failure({ classifier, end }: EndedRun, locale: Locale): Promise<string> {
		const { predictors, failures, schedules } = this.#parts;
		const texts = messagesFor(locale).commands.schedule.told;
		const model = escapeText(versionText(predictors.of(classifier).status().model, classifier));
		if (end.kind !== 'failed') return texts.cancelled(model);
		const reason = isUserError(end.error)
			? refusalText(end.error, locale, SHOWN_REASON)
			: texts.bug(failures.report(end.error, { classifier }).details.reference);
		const { nextRun } = await schedules.status(classifier);
		return texts.failed(reason, model, nextRun && relative(nextRun));
	}

	/** Where to tell it; none where the admins chose none, or it is another server's by now. */
	async #placeOf({ classifier, schedule }: EndedRun): Promise<Place | undefined> {
		const { client, settings, locale } = this.#parts;
		const isHost = classifier === DEFAULT_CLASSIFIER;
		const guildSettings = await settings.get(classifier);
		const loggedIn = client();
		for (const channelId of [schedule.channelId, isHost ? null : guildSettings.logChannelId]) {
			// The channel that was chosen may be gone.
			if (channelId === null) continue;
			const channel = loggedIn && (await fetchChannel(loggedIn, channelId).catch(() => null));
			if (!channel?.isSendable()) continue;
			if (isHost) return { channel, locale };
			if (channel.isDMBased() || channel.guildId !== classifier) continue;
			return { channel, locale: guildLocale(guildSettings, channel.guild.preferredLocale) };
		}
		return undefined;
	}
}

interface Place {
	readonly channel: SendableChannels;
	readonly locale: Locale;
}

function contestedText(
	{ model, before, share, shareBefore }: ContestedMore,
	classifier: string,
	locale: Locale,
	mention: BotParts['mention'],
): string {
	const shown = (version: string) => escapeText(versionText(version, classifier));
	const { correction, percent } = messagesFor(locale);
	return correction.contestedMore(
		shown(model),
		percent(share),
		shown(before),
		percent(shareBefore),
		mention('model info'),
	);
}

function titleOf({ by, isLate }: EndedRun, locale: Locale): string {
	const texts = messagesFor(locale).commands.schedule.told;
	if (by !== BY_SCHEDULE) return texts.byHand(/^\d+$/.test(by) ? userMention(by) : by);
	return isLate ? texts.late : texts.planned;
}

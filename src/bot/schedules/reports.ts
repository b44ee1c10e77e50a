import { type Client, type SendableChannels, userMention } from 'discord.js';
import { isUserError } from '../../errors.ts';
import type { Locale } from '../../i18n/locale.ts';
import { messagesFor } from '../../i18n/messages.ts';
import type { Logger } from '../../log.ts';
import { DEFAULT_CLASSIFIER } from '../../registry/version-name.ts';
import { BY_SCHEDULE } from '../../train/schedule/schedule.ts';
import type { EndedRun, ScheduleRunner } from '../../train/schedule/schedule-runner.ts';
import type { Schedules } from '../../train/schedule/schedules.ts';
import { escapeText } from '../answer/escape.ts';
import { fitLines } from '../answer/fit.ts';
import { refusalText } from '../answer/refusal-text.ts';
import { versionText } from '../answer/version-text.ts';
import { isTransient } from '../discord-errors.ts';
import type { Failures } from '../failures.ts';
import { retry } from '../flow/retry.ts';
import { Reports } from '../jobs/reports.ts';
import { guildLocale } from '../locales.ts';
import { DELIVERY } from '../messages/deliver.ts';
import { canAttach } from '../permissions.ts';
import type { SettingsStore } from '../settings/store.ts';
import { type ResultMessage, renderTrainingResult } from '../trainings/result.ts';
import { relative } from './describe.ts';

/** The rest of a message is a few hundred characters. */
const SHOWN_REASON = 1_500;

export interface ScheduleReportsParts {
	readonly schedules: Pick<Schedules, 'status'>;
	readonly runner: Pick<ScheduleRunner, 'onEnd'>;
	readonly client: () => Client | undefined;
	readonly settings: SettingsStore;
	readonly failures: Failures;
	readonly logger: Logger;
	/** A command as a mention that can be clicked. */
	readonly mention: (command: string) => string;
	/** The model that serves a classifier now, as `classifier/version`. */
	readonly serving: (classifier: string) => string;
	/** Turns to the champions of this moment. */
	readonly refresh: () => Promise<void>;
	/** Of those who run the host. */
	readonly locale: Locale;
}

/** Tells the admins how planned trainings ended, where they chose. */
export class ScheduleReports {
	readonly #parts: ScheduleReportsParts;
	readonly #reports = new Reports();
	readonly #stop: () => void;

	constructor(parts: ScheduleReportsParts) {
		this.#parts = parts;
		this.#stop = parts.runner.onEnd((run) => this.#begin(run));
	}

	/** Tells what has ended until now, and nothing more. */
	async close(): Promise<void> {
		this.#stop();
		await this.#reports.told();
	}

	#begin(run: EndedRun): void {
		const { logger } = this.#parts;
		this.#reports.add(this.#report(run), (error) =>
			logger.warn({ classifier: run.classifier, err: error }, 'how a planned training ended cannot be told'),
		);
	}

	async #report(run: EndedRun): Promise<void> {
		const { end, schedule } = run;
		if (end.kind === 'finished' && end.outcome.kind === 'trained' && end.outcome.promoted) {
			await this.#parts.refresh();
		}
		const isNothingNew = end.kind === 'finished' && end.outcome.kind === 'unchanged';
		const place = isNothingNew && schedule.isQuiet ? undefined : await this.#placeOf(run);
		if (!place) return;
		const message = await this.#render(run, place);
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
	): Promise<ResultMessage | { readonly content: string }> {
		const { mention, logger } = this.#parts;
		const { classifier, end } = run;
		const texts = messagesFor(locale).commands.schedule.told;
		const title = titleOf(run, locale);
		if (end.kind !== 'finished') return { content: `${title}\n${await this.#failure(run, locale)}` };
		const result = await renderTrainingResult(end.outcome, {
			classifier,
			locale,
			mention,
			canAttach: canAttach(channel),
			logger,
		});
		const lines = [title, ...result.content.split('\n')];
		return { ...result, content: fitLines([lines], (all) => all, texts.more) };
	}

	async #failure({ classifier, end }: EndedRun, locale: Locale): Promise<string> {
		const { serving, failures, schedules } = this.#parts;
		const texts = messagesFor(locale).commands.schedule.told;
		const model = escapeText(versionText(serving(classifier), classifier));
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
		for (const channelId of [schedule.channelId, isHost ? null : guildSettings.logChannelId]) {
			// The channel that was chosen may be gone.
			if (channelId === null) continue;
			const channel = await client()
				?.channels.fetch(channelId)
				.catch(() => null);
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

function titleOf({ by, isLate }: EndedRun, locale: Locale): string {
	const texts = messagesFor(locale).commands.schedule.told;
	if (by !== BY_SCHEDULE) return texts.byHand(/^\d+$/.test(by) ? userMention(by) : by);
	return isLate ? texts.late : texts.planned;
}

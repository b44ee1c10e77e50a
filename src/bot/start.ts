import type { Client, Interaction } from 'discord.js';
import { isUserError, UserError } from '../errors.ts';
import { localeFrom } from '../i18n/locale.ts';
import { describeError, messagesFor } from '../i18n/messages.ts';
import { openSchedules } from '../train/schedule/open-schedules.ts';
import type { BotStatus } from './commands/context.ts';
import { createContext } from './commands/create-context.ts';
import { CommandRegistration } from './commands/registration.ts';
import { delay } from './flow/delay.ts';
import { createClient } from './gateway/client.ts';
import { Connection } from './gateway/connection.ts';
import { attachEvents } from './gateway/events.ts';
import { MessageFeed } from './gateway/feed.ts';
import { Watermarks } from './gateway/watermarks.ts';
import { createGuildLog } from './guild-log.ts';
import { refuse } from './interactions/refuse.ts';
import { InteractionRouter } from './interactions/router.ts';
import { Orders } from './jobs/orders.ts';
import { MessageAnswerer } from './messages/answerer.ts';
import { Gate } from './messages/gate.ts';
import { followModelChanges } from './model-changes.ts';
import { type BotOptions, DEFAULT_LIMITS } from './options.ts';
import { reportPermissions } from './permission-report.ts';
import { guildLeft, guildsPresent } from './presence.ts';
import { DEFAULT_QUOTAS } from './quotas.ts';
import { ScheduleReports } from './schedules/reports.ts';
import { createServices } from './services.ts';
import { forgetChannel } from './settings/store.ts';
import { TRAINING_ORDER } from './trainings/orders.ts';
import { Trainings } from './trainings/trainings.ts';

export interface Bot {
	/**
	 * Resolves once the bot is logged in, however long Discord takes.
	 * @throws {UserError} `discord-token-invalid`
	 */
	readonly ready: Promise<void>;
	status(): BotStatus;
	/**
	 * Takes no more work, finishes the answers that are on their way and logs out. The store stays open.
	 * @param deadlineMs what is unfinished by then is left to the next start
	 */
	close(deadlineMs?: number): Promise<void>;
}

/** Less than the ten seconds that Docker leaves a container. */
const CLOSE_DEADLINE_MS = 8_000;

/** Of the deadline, for logging out and the last writes. */
const LOGOUT_MS = 1_000;

const SAVE_INTERVAL_MS = 15_000;

/** Starts the bot: it logs in, registers its commands and answers until it is closed. */
export async function startBot(options: BotOptions): Promise<Bot> {
	const {
		judges,
		explainer,
		logger,
		store,
		catalogue,
		photoStore,
		owners = [],
		quotas = DEFAULT_QUOTAS,
		locale = 'en',
	} = options;
	const startedAt = Date.now();
	const stop = new AbortController();
	const hostTexts = messagesFor(locale).bot.start;
	const connection = new Connection({
		token: options.token,
		createClient: createListeningClient,
		texts: hostTexts,
		logger,
		signal: stop.signal,
		onLogin: begin,
		onLost: reportLostConnection,
	});
	const registration = new CommandRegistration(options.commands, logger);
	const mention = (command: string) => registration.mention(command);

	const services = createServices(options);
	const { failures, queue, settings, userLocales, crawls } = services;
	const guildLog = createGuildLog(() => connection.session?.client, settings, logger);
	const gate = new Gate({ ...services, guildLog, logger });
	const answerer = new MessageAnswerer({ ...services, judges, gate, guildLog, mention });
	const trainings = new Trainings({
		jobs: options.trainings,
		catalogue,
		orders: new Orders(store.keyv('trainings'), TRAINING_ORDER),
		guildLog,
		failures,
		logger,
		mention,
		isLocal: crawls.isLocal,
		serving: (classifier) => judges.of(classifier).status().model,
		refresh: () => judges.refresh(),
		editMs: { ...DEFAULT_LIMITS, ...options.limits }.progressEditMs,
	});
	const stopFollowing = followModelChanges({ judges, catalogue, guildLog, failures });
	const { schedules, runner } =
		options.schedules ??
		openSchedules({ keyv: store.keyv('schedules'), catalogue, jobs: options.trainings, logger });
	const scheduleReports = new ScheduleReports({
		schedules,
		runner,
		client: () => connection.session?.client,
		settings,
		failures,
		logger,
		mention,
		serving: (classifier) => judges.of(classifier).status().model,
		refresh: () => judges.refresh(),
		locale,
	});
	const presence = { settings, schedules, departures: options.departures };
	const watermarks = new Watermarks(store.keyv('watermarks'));
	await watermarks.load();
	const feed = new MessageFeed(answerer, watermarks, logger);
	const router = new InteractionRouter({
		commands: options.commands,
		contextFor: (interaction) =>
			createContext(interaction, {
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
				teaching: options.teaching,
				registry: options.registry,
				logger,
				botStatus: status,
				mention,
			}),
		failures,
		logger,
	});

	function status(): BotStatus {
		const { session } = connection;
		const client = session?.client;
		return {
			connected: client?.isReady() ?? false,
			messageContent: session?.messageContent ?? null,
			guilds: client?.guilds.cache.size ?? 0,
			latencyMs: client && client.ws.ping >= 0 ? Math.round(client.ws.ping) : null,
			queue: { waiting: queue.waiting, running: queue.running },
			answered: answerer.answered,
			startedAt,
			lastFailure: failures.last,
		};
	}

	function createListeningClient(messageContent: boolean): Client {
		const client = createClient(messageContent, options.rest);
		attachEvents(
			client,
			{
				message: (message) => feed.receive(message),
				messagesGone: (isGone) => answerer.retract(isGone),
				interaction: handleInteraction,
				guildAvailable: (guild) => {
					feed.catchUp(guild);
					options.departures?.guildJoined(guild.id).catch(reportFailure);
				},
				guildLeft: async (guildId) => {
					crawls.cancel(guildId);
					trainings.cancel(guildId);
					await guildLeft(guildId, presence);
				},
				permissionsChanged: (guildId) => gate.guildChanged(guildId),
				channelGone: (guildId, channelId) => forgetChannel(settings, guildId, channelId),
			},
			failures,
			logger,
		);
		return client;
	}

	function handleInteraction(interaction: Interaction): void {
		userLocales.remember(interaction.user.id, interaction.locale);
		if (!stop.signal.aborted) void router.handle(interaction);
		else if (interaction.isRepliable()) {
			void refuse(interaction, new UserError('engine-closed', {}), localeFrom(interaction.locale), failures);
		}
	}

	function begin(client: Client<true>): void {
		feed.begin();
		registration.register(client, stop.signal).catch(reportFailure);
		crawls.resume(client).catch(reportFailure);
		trainings.resume(client).catch(reportFailure);
		guildsPresent(new Set(client.guilds.cache.keys()), presence).catch(reportFailure);
		for (const guild of client.guilds.cache.values()) {
			reportPermissions(guild, settings, logger, hostTexts.cannotAnswer).catch(reportFailure);
		}
	}

	function reportLostConnection(error: unknown): void {
		if (isUserError(error)) logger.error({ code: error.code }, describeError(error, locale));
		else reportFailure(error);
	}

	function reportFailure(error: unknown): void {
		if (!stop.signal.aborted) failures.report(error, {});
	}

	const ready = connection.connect();
	// Whoever started the bot may look at `ready` later, or only close it.
	ready.catch(() => {});
	const saving = setInterval(() => void feed.save(), SAVE_INTERVAL_MS);
	saving.unref();

	return {
		ready,
		status,
		async close(deadlineMs = CLOSE_DEADLINE_MS) {
			stop.abort(new Error('the bot is closing'));
			clearInterval(saving);
			stopFollowing();
			feed.close();
			const trained = trainings.close().then(() => runner.idle());
			const told = trained.then(() => scheduleReports.close());
			const work = Promise.all([answerer.idle(), router.idle(), crawls.close(), told]);
			await Promise.race([work, delay(Math.max(0, deadlineMs - LOGOUT_MS))]);
			await feed.save();
			answerer.retract(() => true);
			await connection.close();
			await services.downloader.close();
		},
	};
}

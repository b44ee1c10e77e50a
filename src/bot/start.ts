import type { Client, Interaction } from 'discord.js';
import { isUserError, UserError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { localeFrom } from '../i18n/locale.ts';
import { describeError, messagesFor } from '../i18n/messages.ts';
import { type BotStatus, createContext } from './commands/context.ts';
import { CommandRegistration } from './commands/registration.ts';
import type { Features } from './features.ts';
import { delay } from './flow/retry.ts';
import { createClient } from './gateway/client.ts';
import { GatewayConnection } from './gateway/connection.ts';
import { DirectChannels } from './gateway/direct-channels.ts';
import { attachEvents } from './gateway/events.ts';
import { MessageFeed } from './gateway/feed.ts';
import { gatewayStatus, type Shards, whereabouts } from './gateway/shards.ts';
import { Watermarks } from './gateway/watermarks.ts';
import { refuse } from './interactions/refuse.ts';
import { InteractionRouter } from './interactions/router.ts';
import { type BotLimits, DEFAULT_LIMITS, type DiscordRest } from './limits.ts';
import { MessageAnswerer } from './messages/answerer.ts';
import { Gate } from './messages/gate.ts';
import { Strips } from './messages/strips.ts';
import { followModelChanges } from './model-changes.ts';
import { Newcomers } from './newcomers.ts';
import { reportPermissions } from './permissions.ts';
import { guildLeft, guildsPresent } from './presence.ts';
import { createServices } from './services.ts';
import { forgetChannel } from './settings/store.ts';

export interface BotOptions extends Host {
	readonly token: string;
	readonly features: Features;
	/** Of Discord's gateway; all, when absent. */
	readonly shards?: Shards;
	/** A stand-in's addresses, for tests and demonstrations. */
	readonly rest?: DiscordRest;
	/** `host:port` from which pictures may be fetched besides Discord's servers. */
	readonly extraAttachmentHosts?: readonly string[];
	readonly limits?: Partial<BotLimits>;
}

export interface Bot {
	/**
	 * Resolves once the bot is logged in, however long Discord takes.
	 * @throws {UserError} `discord-token-invalid`, `discord-shards-too-few`
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
	const { token, features, shards = 'auto', rest, extraAttachmentHosts, limits, ...host } = options;
	const { logger, store, locale, scheduleRunner, redis } = host;
	const startedAt = Date.now();
	const stop = new AbortController();
	const hostTexts = messagesFor(locale).bot.start;
	const connection = new GatewayConnection({
		token,
		shards,
		createClient: createListeningClient,
		texts: hostTexts,
		logger,
		signal: stop.signal,
		onLogin: begin,
		onLost: reportLostConnection,
	});
	const registration = new CommandRegistration(features.commands, logger);
	const services = createServices(host, {
		...features,
		extraAttachmentHosts,
		limits: { ...DEFAULT_LIMITS, ...limits },
		mention: (command) => registration.mention(command),
		client: () => connection.session?.client,
	});
	const { failures, queue, settings, userLocales, crawls, trainings, learnings, departures } = services;
	const gate = new Gate(services);
	const strips = new Strips(store.keyv('strips'), services.client);
	const answerer = new MessageAnswerer({ ...services, gate, strips });
	const stopFollowing = followModelChanges(services);
	const following = features.followers.map((follow) => follow(services));
	const newcomers = new Newcomers({
		keyv: store.keyv('greetings'),
		render: (guild) => features.welcome(guild, services),
		logger,
	});
	const watermarks = new Watermarks(store.keyv('watermarks'), shards);
	await watermarks.load();
	const directChannels = new DirectChannels(store.keyv('direct-channels'));
	const feed = new MessageFeed(answerer, { watermarks, directChannels }, logger);
	const router = new InteractionRouter({
		commands: features.commands,
		contextFor: (interaction) => createContext(interaction, services, status),
		failures,
		mention: services.mention,
		logger,
	});

	function status(): BotStatus {
		const { session } = connection;
		const client = session?.client;
		return {
			connected: client?.isReady() ?? false,
			messageContent: session?.messageContent ?? null,
			guilds: client?.guilds.cache.size ?? 0,
			...gatewayStatus(client),
			queue: { waiting: queue.waiting, running: queue.running },
			answered: answerer.answered,
			startedAt,
			lastFailure: failures.last,
		};
	}

	function createListeningClient(messageContent: boolean): Client {
		const client = createClient(messageContent, { rest, shards, redis });
		attachEvents(
			client,
			{
				message: (message) => feed.receive(message),
				messagesGone: (isGone) => answerer.retract(isGone),
				messagesDeleted: (ids) => strips.sourcesDeleted(ids),
				interaction: handleInteraction,
				guildAvailable: (guild) => {
					feed.catchUp(guild);
					departures.guildJoined(guild.id).catch(reportFailure);
				},
				directAvailable: (client) => feed.catchUpDirect(client),
				guildJoined: (guild) => {
					departures.guildJoined(guild.id).catch(reportFailure);
					newcomers.guildPresent(guild).catch(reportFailure);
				},
				guildLeft: async (guildId) => {
					await newcomers.guildLeft(guildId);
					await crawls.cancel(guildId);
					await trainings.cancel(guildId);
					await learnings.cancel(guildId);
					await guildLeft(guildId, services);
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
		if (!stop.signal.aborted) router.handle(interaction);
		else if (interaction.isRepliable()) {
			void refuse(interaction, new UserError('engine-closed', {}), localeFrom(interaction.locale), services);
		}
	}

	function begin(client: Client<true>): void {
		feed.begin();
		// Killed before the first regular time, the next process would not know that there was one.
		void feed.save();
		registration
			.register(client, stop.signal)
			// By then a command can be mentioned.
			.then(() => Promise.all(client.guilds.cache.map((guild) => newcomers.guildPresent(guild))))
			.catch(reportFailure);
		crawls.resume(client).catch(reportFailure);
		trainings.resume(client).catch(reportFailure);
		learnings.resume(client).catch(reportFailure);
		guildsPresent((guildId) => whereabouts(client, guildId), services).catch(reportFailure);
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
			const told = Promise.all([trainings.close(), learnings.close()])
				.then(() => scheduleRunner.idle())
				.then(() => Promise.all(following.map((follower) => follower.close())));
			const work = Promise.all([answerer.idle(), router.idle(), crawls.close(), told]);
			await Promise.race([work, delay(Math.max(0, deadlineMs - LOGOUT_MS))]);
			await feed.save();
			answerer.retract(() => true);
			await connection.close();
			await services.downloader.close();
			await services.networkDownloader.close();
		},
	};
}

import { type Client, Events } from 'discord.js';
import { type LoginParts, logIn, type Session } from './login.ts';

export interface ConnectionParts extends LoginParts {
	/** Hears of each login. */
	readonly onLogin: (client: Client<true>) => void;
	/** Hears why a connection that was lost cannot be had again. */
	readonly onLost: (error: unknown) => void;
}

/** The bot's connection to Discord, made anew for as long as that can work. */
export class GatewayConnection {
	readonly #parts: ConnectionParts;
	#session: Session | undefined;

	constructor(parts: ConnectionParts) {
		this.#parts = parts;
	}

	/** Of the latest login. */
	get session(): Session | undefined {
		return this.#session;
	}

	/** @throws {UserError} `discord-token-invalid`, `discord-shards-too-few`; the signal's reason when it aborts */
	async connect(): Promise<void> {
		const { logger, onLogin, onLost } = this.#parts;
		this.#session = await logIn(this.#parts);
		const { client } = this.#session;
		const shards = [...client.ws.shards.keys()];
		const facts = { user: client.user.tag, guilds: client.guilds.cache.size, shards };
		logger.info({ ...facts, of: client.options.shardCount }, 'logged in to Discord');
		// discord.js reconnects by itself unless Discord says that this cannot work: a new token or intents withdrawn.
		client.once(Events.ShardDisconnect, ({ code }) => {
			logger.error({ code }, 'Discord ended the connection for good; logging in anew');
			void client
				.destroy()
				.then(() => this.connect())
				.catch(onLost);
		});
		onLogin(client);
	}

	async close(): Promise<void> {
		// discord.js announces a reconnection even when it is told to end.
		this.#session?.client.removeAllListeners(Events.ShardReconnecting);
		await this.#session?.client.destroy();
	}
}

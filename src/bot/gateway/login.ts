import {
	type Client,
	DiscordAPIError,
	DiscordjsError,
	DiscordjsErrorCodes,
	DiscordjsTypeError,
	Events,
	GatewayCloseCodes,
} from 'discord.js';
import { UserError } from '../../errors.ts';
import type { Messages } from '../../i18n/messages.ts';
import type { Logger } from '../../log.ts';
import { delay } from '../flow/retry.ts';
import type { Shards } from './shards.ts';

export interface LoginParts {
	readonly token: string;
	readonly shards: Shards;
	/** A fresh client, listeners attached: one that failed to log in cannot be used again. */
	readonly createClient: (messageContent: boolean) => Client;
	readonly texts: Messages['bot']['start'];
	readonly logger: Logger;
	readonly signal: AbortSignal;
}

export interface Session {
	readonly client: Client<true>;
	/** Whether Discord lets the bot see all messages. */
	readonly messageContent: boolean;
}

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 60_000;

/**
 * Logs in, without the Message Content intent when the developer portal withholds it, and for as long as it takes
 * while Discord cannot be reached. Back-off keeps restarts far below Discord's 1,000 logins a day.
 * @throws {UserError} `discord-token-invalid`, `discord-shards-too-few`; the signal's reason when it aborts.
 */
export async function logIn(parts: LoginParts): Promise<Session> {
	let messageContent = true;
	for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(MAX_DELAY_MS, delayMs * 2)) {
		parts.signal.throwIfAborted();
		try {
			return { client: await attempt(parts, messageContent), messageContent };
		} catch (error) {
			const refusal = error instanceof LoginRefused ? error.closeCode : undefined;
			if (refusal === GatewayCloseCodes.DisallowedIntents && messageContent) {
				parts.logger.warn(parts.texts.messageContentOff);
				messageContent = false;
				continue;
			}
			if (refusal === GatewayCloseCodes.AuthenticationFailed || isInvalidToken(error)) {
				throw new UserError('discord-token-invalid', {}, { cause: error });
			}
			if (refusal === GatewayCloseCodes.ShardingRequired && parts.shards !== 'auto') {
				const { count } = parts.shards;
				throw new UserError('discord-shards-too-few', { setting: 'HANTEI_SHARDS', count }, { cause: error });
			}
			if (isLasting(refusal) || isOurMistake(error)) throw error;
			parts.logger.warn({ err: error, retryMs: delayMs }, parts.texts.unreachable);
			await delay(delayMs, parts.signal);
		}
	}
}

class LoginRefused extends Error {
	readonly closeCode: number;

	constructor(closeCode: number, options: ErrorOptions) {
		super(`Discord closed the connection with code ${closeCode}`, options);
		this.closeCode = closeCode;
	}
}

async function attempt(
	{ token, createClient, signal }: LoginParts,
	messageContent: boolean,
): Promise<Client<true>> {
	const client = createClient(messageContent);
	let closeCode: number | undefined;
	client.once(Events.ShardDisconnect, (event) => {
		closeCode = event.code;
	});
	let giveUp = () => {};
	const ready = new Promise<Client<true>>((resolve, reject) => {
		giveUp = () => reject(signal.reason);
		signal.addEventListener('abort', giveUp, { once: true });
		client.once(Events.ClientReady, resolve);
	});
	try {
		const [readyClient] = await Promise.all([ready, client.login(token)]);
		return readyClient;
	} catch (error) {
		await client.destroy();
		throw closeCode === undefined ? error : new LoginRefused(closeCode, { cause: error });
	} finally {
		signal.removeEventListener('abort', giveUp);
	}
}

/** Where Discord chooses the number of shards, it will have chosen another by the next attempt. */
function isLasting(refusal: number | undefined): boolean {
	return refusal !== undefined && refusal !== GatewayCloseCodes.ShardingRequired;
}

function isInvalidToken(error: unknown): boolean {
	return error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
}

/** What trying again cannot mend. Anything else that keeps a client from logging in is Discord or the network. */
function isOurMistake(error: unknown): boolean {
	return (
		error instanceof DiscordjsError || error instanceof DiscordjsTypeError || error instanceof DiscordAPIError
	);
}

import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';

/**
 * What a failed call to Discord means. `gone`: what it was about no longer exists, nobody is to blame. `forbidden`:
 * the bot may not do this here. `transient`: Discord or the network had a bad moment. `bug`: everything else.
 */
export type DiscordFailure = 'gone' | 'forbidden' | 'transient' | 'bug';

const GONE: readonly (string | number)[] = [
	RESTJSONErrorCodes.UnknownChannel,
	RESTJSONErrorCodes.UnknownGuild,
	RESTJSONErrorCodes.UnknownMessage,
	RESTJSONErrorCodes.UnknownWebhook,
	RESTJSONErrorCodes.UnknownInteraction,
	RESTJSONErrorCodes.InvalidWebhookToken,
	RESTJSONErrorCodes.UnknownEmoji,
	// The member has blocked the bot.
	RESTJSONErrorCodes.ReactionWasBlocked,
	RESTJSONErrorCodes.InvalidActionOnArchivedThread,
	RESTJSONErrorCodes.ThreadLocked,
];

const NETWORK_CODES = new Set([
	'ECONNRESET',
	'ECONNREFUSED',
	'ECONNABORTED',
	'EPIPE',
	'ETIMEDOUT',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
]);

export function discordFailure(error: unknown): DiscordFailure {
	if (error instanceof DiscordAPIError) {
		if (GONE.includes(error.code)) return 'gone';
		return error.status === 403 ? 'forbidden' : 'bug';
	}
	if (error instanceof HTTPError) return error.status >= 500 ? 'transient' : 'bug';
	return error instanceof RateLimitError || isNetworkError(error) ? 'transient' : 'bug';
}

/** Whether an interaction can no longer be answered: its time is over, or its message was dismissed. */
export function isInteractionOver(error: unknown): boolean {
	return (
		error instanceof DiscordAPIError &&
		(error.code === RESTJSONErrorCodes.UnknownInteraction ||
			error.code === RESTJSONErrorCodes.UnknownWebhook ||
			error.code === RESTJSONErrorCodes.InvalidWebhookToken)
	);
}

export function isTransient(error: unknown): boolean {
	return discordFailure(error) === 'transient';
}

function isNetworkError(error: unknown): boolean {
	if (typeof error !== 'object' || error === null) return false;
	// discord.js aborts a request that takes longer than its time-out.
	if ('name' in error && error.name === 'AbortError') return true;
	const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
	if (NETWORK_CODES.has(code) || code.startsWith('UND_ERR_')) return true;
	return 'cause' in error && isNetworkError(error.cause);
}

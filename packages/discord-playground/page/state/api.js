import { warn } from '../overlay/toasts.js';
import { texts } from '../texts/index.js';
import { store } from './store.js';
import { view } from './view.js';

/**
 * @import { APIApplicationCommand } from 'discord-api-types/v10'
 * @import { ActInput } from '../../src/page-api/act-schema.ts'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 */

/** The playground did not do it; its cause is a code that says why. */
class ApiError extends Error {}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<unknown>}
 */
async function request(path, init) {
	/** @type {Response} */
	let response;
	try {
		response = await fetch(`/page-api/${path}`, init);
	} catch {
		throw new ApiError('the playground does not answer', { cause: 'unreachable' });
	}
	const body = await response.json().catch(() => ({}));
	if (response.ok) return body;
	const { code = 'internal', message = response.statusText } = body.error ?? {};
	throw new ApiError(message, { cause: code });
}

/**
 * Does something as a person.
 * @param {ActInput} act
 * @param {readonly File[]} [files] which the act refers to by their index
 * @returns {Promise<any>} what the act's answer is: an interaction, a new id, choices
 */
export function perform(act, files = []) {
	const body = new FormData();
	body.append('payload', JSON.stringify(act));
	for (const [index, file] of files.entries()) body.append(`files[${index}]`, file, file.name);
	return request('acts', { method: 'POST', body });
}

/** The commands that the person one speaks for is offered where one looks. */
export async function offeredCommands() {
	const query = new URLSearchParams({ user: view.userId, channel: view.channelId });
	const commands = await attempt(() => request(`commands?${query}`));
	return /** @type {APIApplicationCommand[]} */ (commands ?? []);
}

/**
 * @param {string} channel
 * @param {string} before
 */
export async function messagesBefore(channel, before) {
	const messages = await request(`messages?${new URLSearchParams({ channel, before })}`);
	return /** @type {PageMessage[]} */ (messages);
}

/**
 * Runs something and says what went wrong.
 * @template Value
 * @param {() => Promise<Value>} action
 * @returns {Promise<Value | undefined>}
 */
export async function attempt(action) {
	try {
		return await action();
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		const code = /** @type {keyof typeof texts.errors} */ (error.cause);
		warn(error.cause === 'refused' ? texts.refused(error.message) : (texts.errors[code] ?? error.message));
		return undefined;
	}
}

/**
 * Where a file of the playground is, by the name under which the page was opened.
 * @param {string} url
 */
export function localUrl(url) {
	const { origin } = store.world;
	return url.startsWith(`${origin}/`) ? url.slice(origin.length) : url;
}

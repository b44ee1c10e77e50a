/**
 * @import { APIApplicationCommand } from 'discord-api-types/v10'
 * @import { ActInput } from '../../src/page-api/act-schema.ts'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 */

/** The playground did not do it; `code` says why. */
export class ApiError extends Error {
	/**
	 * @param {string} code
	 * @param {string} message
	 */
	constructor(code, message) {
		super(message);
		this.code = code;
	}
}

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
		throw new ApiError('unreachable', 'the playground does not answer');
	}
	const body = await response.json().catch(() => ({}));
	if (!response.ok)
		throw new ApiError(body.error?.code ?? 'internal', body.error?.message ?? response.statusText);
	return body;
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

/**
 * @param {string} user
 * @param {string} channel
 */
export async function commandsFor(user, channel) {
	const commands = await request(`commands?${new URLSearchParams({ user, channel })}`);
	return /** @type {APIApplicationCommand[]} */ (commands);
}

/**
 * @param {string} channel
 * @param {string} before
 */
export async function messagesBefore(channel, before) {
	const messages = await request(`messages?${new URLSearchParams({ channel, before })}`);
	return /** @type {PageMessage[]} */ (messages);
}

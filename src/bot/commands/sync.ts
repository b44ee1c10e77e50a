import { type Client, Routes } from 'discord.js';
import type { RESTGetAPIApplicationCommandsResult } from 'discord-api-types/v10';
import { isTransient } from '../discord-errors.ts';
import { type RetryPolicy, retry } from '../flow/retry.ts';
import type { Command } from './command.ts';

/** Everything of a command that we decide; the rest (ids, versions) is Discord's. */
const OUR_FIELDS = new Set([
	'type',
	'name',
	'name_localizations',
	'description',
	'description_localizations',
	'options',
	'required',
	'choices',
	'value',
	'channel_types',
	'min_value',
	'max_value',
	'min_length',
	'max_length',
	'autocomplete',
	'file_types',
	'default_member_permissions',
	'nsfw',
	'contexts',
	'integration_types',
]);

/** Lists whose order means nothing; Discord may return them in another. */
const SETS = new Set(['contexts', 'integration_types', 'channel_types', 'file_types']);

const LOCALISATIONS = new Set(['name_localizations', 'description_localizations']);

const SYNC: RetryPolicy = { firstDelayMs: 500, maxDelayMs: 30_000, deadlineMs: 600_000 };

/** Ids of the registered commands by type and name. */
export type CommandIds = ReadonlyMap<string, string>;

/**
 * Registers the commands where they differ from what Discord has; when nothing has changed, nothing is written.
 * @returns whether something was written, and the ids.
 */
export async function syncCommands(
	client: Client<true>,
	commands: readonly Command[],
	signal: AbortSignal,
): Promise<{ readonly written: boolean; readonly ids: CommandIds }> {
	const present = await fetchCommands(client, signal);
	if (isSame(commands, present)) return { written: false, ids: idsOf(present) };
	const body = commands.map(({ data }) => data);
	const registered = (await retry(() => client.rest.put(routeOf(client), { body }), {
		policy: SYNC,
		isTransient,
		signal,
	})) as RESTGetAPIApplicationCommandsResult;
	return { written: true, ids: idsOf(registered) };
}

/**
 * Reads the commands that another process registers.
 * @returns whether they are these, and their ids.
 */
export async function readCommands(
	client: Client<true>,
	commands: readonly Command[],
	signal: AbortSignal,
): Promise<{ readonly isCurrent: boolean; readonly ids: CommandIds }> {
	const present = await fetchCommands(client, signal);
	return { isCurrent: isSame(commands, present), ids: idsOf(present) };
}

async function fetchCommands(
	client: Client<true>,
	signal: AbortSignal,
): Promise<RESTGetAPIApplicationCommandsResult> {
	const query = new URLSearchParams({ with_localizations: 'true' });
	return (await retry(() => client.rest.get(routeOf(client), { query }), {
		policy: SYNC,
		isTransient,
		signal,
	})) as RESTGetAPIApplicationCommandsResult;
}

function isSame(commands: readonly Command[], present: RESTGetAPIApplicationCommandsResult): boolean {
	return fingerprint(commands.map(({ data }) => data)) === fingerprint(present);
}

function routeOf(client: Client<true>) {
	return Routes.applicationCommands(client.application.id);
}

function idsOf(commands: RESTGetAPIApplicationCommandsResult): CommandIds {
	return new Map(commands.map(({ type, name, id }) => [`${type}:${name}`, id]));
}

/** The same text for command lists that mean the same. */
export function fingerprint(commands: readonly object[]): string {
	return JSON.stringify(
		commands.map((command) => JSON.stringify(normalised({ type: 1, ...command }))).sort(),
	);
}

/** Drops what is Discord's and what only spells out a default, and orders what has no order. */
function normalised(value: unknown, isDictionary = false): unknown {
	if (Array.isArray(value)) return value.map((item) => normalised(item));
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value)
		.filter(([key, field]) => (isDictionary || OUR_FIELDS.has(key)) && !isDefault(field))
		.map(([key, field]): [string, unknown] => [
			key,
			SETS.has(key) && Array.isArray(field)
				? field.map(String).sort()
				: normalised(field, LOCALISATIONS.has(key)),
		])
		.sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(entries);
}

function isDefault(field: unknown): boolean {
	if (field === null || field === undefined || field === false || field === '') return true;
	return typeof field === 'object' && Object.keys(field).length === 0;
}

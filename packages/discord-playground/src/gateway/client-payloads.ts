import { GatewayOpcodes, GatewayIntentBits as Intent } from 'discord-api-types/v10';
import { z } from 'zod';
import type { PrivilegedIntents } from '../playground-options.ts';

/** What clients send over the gateway, as far as it is acted upon. */
export const clientPayload = z.object({ op: z.int(), d: z.unknown() });

/** As it is, or as the REST API takes it. */
const token = z.string().transform((value) => value.replace(/^Bot /, ''));

/** Integers come as strings where a number cannot hold them. */
const id = z.union([z.string(), z.int().transform(String)]);

export const identifyData = z.object({
	token,
	intents: z.unknown(),
	shard: z.tuple([z.int().min(0), z.int().min(1)]).optional(),
	properties: z.object({}).loose(),
});

export const resumeData = z.object({
	token,
	session_id: z.string(),
	seq: z.int().min(0),
});

export const heartbeatData = z.int().min(0).nullable();

export const requestMembersData = z.object({
	guild_id: z.union([id, z.tuple([id]).transform(([only]) => only)]),
	query: z.string().optional(),
	limit: z.int().min(0).optional(),
	user_ids: z.union([id, z.array(id)]).optional(),
	nonce: z.string().optional(),
});

/** Opcodes that are taken and change nothing here: presence, voice and soundboard. */
export const IGNORED_OPCODES: readonly number[] = [
	GatewayOpcodes.PresenceUpdate,
	GatewayOpcodes.VoiceStateUpdate,
	GatewayOpcodes.RequestSoundboardSounds,
	43,
];

const ALL_INTENTS = Object.values(Intent).reduce<number>(
	(all, bit) => (typeof bit === 'number' ? all | bit : all),
	0,
);

/** A number made of nothing but intents there are. */
export function isIntents(value: unknown): value is number {
	return (
		typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && (value & ~ALL_INTENTS) === 0
	);
}

/** The privileged ones among them that the developer portal has switched off. */
export function disallowedIntents(intents: number, allowed: PrivilegedIntents): number {
	const off =
		(allowed.messageContent ? 0 : Intent.MessageContent) |
		(allowed.guildMembers ? 0 : Intent.GuildMembers) |
		(allowed.guildPresences ? 0 : Intent.GuildPresences);
	return intents & off;
}

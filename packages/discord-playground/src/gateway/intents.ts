import { GatewayIntentBits as Intent } from 'discord-api-types/v10';
import type { PrivilegedIntents } from '../playground-options.ts';

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

import { GatewayDispatchEvents as Event, GatewayIntentBits as Intent } from 'discord-api-types/v10';
import type { PrivilegedIntents } from '../playground-options.ts';
import { presentUserId } from '../present/user.ts';
import { applicationFlags } from '../rest/applications.ts';
import type { GuildRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { guildCreate } from './guild-create.ts';
import type { Session } from './session.ts';

/** The guilds of the bot that a session's shard is about. */
export function guildsOf(world: World, session: Session): GuildRecord[] {
	return [...world.state.guilds.values()].filter(
		({ id, members }) => session.covers(id) && members.has(world.botId),
	);
}

/** What Discord sends bots besides what it documents; some libraries look for it. */
const UNDOCUMENTED = {
	private_channels: [],
	relationships: [],
	presences: [],
	user_settings: {},
	session_type: 'normal',
};

/** READY, with every guild still unavailable, and then the guilds. */
export function welcome(
	world: World,
	session: Session,
	options: {
		readonly version: number;
		readonly gatewayUrl: string;
		readonly intents: PrivilegedIntents;
	},
): void {
	const guilds = guildsOf(world, session);
	const flags = applicationFlags(options.intents);
	session.dispatch(Event.Ready, {
		v: options.version,
		user: { ...presentUserId(world, world.botId), verified: true, mfa_enabled: true, email: null },
		guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
		...UNDOCUMENTED,
		session_id: session.id,
		resume_gateway_url: options.gatewayUrl,
		shard: session.shard,
		application: { id: world.applicationId, flags, flags_new: String(flags) },
	});
	if (!session.wants(Intent.Guilds)) return;
	for (const guild of guilds) {
		if (guild.available) session.dispatch(Event.GuildCreate, guildCreate(world, guild, session));
	}
}

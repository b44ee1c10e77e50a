import {
	ApplicationFlags,
	type RESTGetAPIOAuth2CurrentApplicationResult,
	type RESTGetCurrentApplicationResult,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import type { PrivilegedIntents } from '../playground-options.ts';
import { presentUserId } from '../present/user.ts';
import type { World } from '../world/world.ts';
import { answer, type RestEnv } from './context.ts';

export function applicationRoutes(world: World, intents: PrivilegedIntents): Hono<RestEnv> {
	const flags = applicationFlags(intents);
	const application = () => ({
		id: world.applicationId,
		name: presentUserId(world, world.botId).username,
		type: null,
		icon: null,
		description: '',
		summary: '' as const,
		bot_public: true,
		bot_require_code_grant: false,
		verify_key: '0'.repeat(64),
		flags,
		flags_new: String(flags),
		bot: presentUserId(world, world.botId),
		owner: presentUserId(world, [...world.state.guilds.values()][0]?.ownerId ?? world.botId),
		team: null,
		approximate_guild_count: [...world.state.guilds.values()].filter(({ members }) =>
			members.has(world.botId),
		).length,
		approximate_user_install_count: [...world.state.users.values()].filter(({ installed }) => installed)
			.length,
		approximate_user_authorization_count: 0,
		explicit_content_filter: 0,
		eligible_oauth2_scopes: [],
		redirect_uris: [],
		integration_types_config: { 0: {}, 1: {} },
		interactions_endpoint_url: null,
		role_connections_verification_url: null,
	});

	return new Hono<RestEnv>()
		.get('/applications/@me', () => answer<RESTGetCurrentApplicationResult>(application()))
		.get('/oauth2/applications/@me', () => answer<RESTGetAPIOAuth2CurrentApplicationResult>(application()));
}

/** The `LIMITED` ones: those of apps too small to need a review. */
export function applicationFlags(intents: PrivilegedIntents): number {
	return (
		(intents.messageContent ? ApplicationFlags.GatewayMessageContentLimited : 0) |
		(intents.guildMembers ? ApplicationFlags.GatewayGuildMembersLimited : 0) |
		(intents.guildPresences ? ApplicationFlags.GatewayPresenceLimited : 0)
	);
}

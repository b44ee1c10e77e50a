import { GatewayDispatchEvents as Event, GatewayIntentBits as Intent } from 'discord-api-types/v10';
import { presentMember } from '../present/guild.ts';
import type { MemberRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { requestMembersData } from './client-payloads.ts';
import type { Session } from './session.ts';

const CHUNK_SIZE = 1000;

/** Answers "request guild members": by ids, by the beginning of a name, or all of them. */
export function sendMembers(world: World, session: Session, data: unknown): void {
	const parsed = requestMembersData.safeParse(data);
	const guild = world.state.guilds.get(parsed.data?.guild_id ?? '');
	if (!parsed.success || !guild?.members.has(world.botId)) return;
	const { query, limit = 0, user_ids: ids, nonce } = parsed.data;
	const wantedIds = ids === undefined ? null : [ids].flat();
	// The whole list is for those with the members intent only.
	if (wantedIds === null && (query ?? '') === '' && !session.wants(Intent.GuildMembers)) return;

	const members = [...guild.members.values()];
	const found = wantedIds
		? members.filter(({ userId }) => wantedIds.includes(userId))
		: members.filter((member) => startsWith(world, member, query ?? '')).slice(0, limit || undefined);
	const chunkCount = Math.max(1, Math.ceil(found.length / CHUNK_SIZE));
	for (let index = 0; index < chunkCount; index++) {
		const chunk = found.slice(index * CHUNK_SIZE, (index + 1) * CHUNK_SIZE);
		session.dispatch(Event.GuildMembersChunk, {
			guild_id: guild.id,
			members: chunk.map((member) => presentMember(world, member)),
			chunk_index: index,
			chunk_count: chunkCount,
			...(wantedIds ? { not_found: wantedIds.filter((id) => !guild.members.has(id)) } : {}),
			...(nonce === undefined ? {} : { nonce }),
		});
	}
}

function startsWith(world: World, member: MemberRecord, query: string): boolean {
	const names = [member.nick, world.state.users.get(member.userId)?.username];
	return names.some((name) => name?.toLowerCase().startsWith(query.toLowerCase()) ?? false);
}

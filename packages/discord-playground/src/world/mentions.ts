import {
	AllowedMentionsTypes,
	type APIAllowedMentions,
	PermissionFlagsBits,
	type Snowflake,
} from 'discord-api-types/v10';
import { guildOf, permissionsIn } from './access.ts';
import type { ChannelRecord, MessageRecord } from './state.ts';
import type { World } from './world.ts';

export interface Mentions {
	readonly userIds: Snowflake[];
	readonly roleIds: Snowflake[];
	readonly everyone: boolean;
}

export interface MentionQuestion {
	readonly text: string;
	readonly channel: ChannelRecord;
	readonly authorId: Snowflake;
	/** Undefined is what the caller's default is: everything, or only users. */
	readonly allowed: APIAllowedMentions;
	readonly repliedTo: MessageRecord | null;
}

/** Whom a text pings, after what the author allows and may. */
export function resolveMentions(world: World, question: MentionQuestion): Mentions {
	const { text, channel, allowed } = question;
	const guild = guildOf(world, channel);
	const mayAll =
		guild === null ||
		(permissionsIn(world, question.authorId, channel) & PermissionFlagsBits.MentionEveryone) !== 0n;

	const users = ids(text, /<@!?(\d+)>/g).filter(
		(id) => world.state.users.has(id) && isAllowed(id, 'users', allowed),
	);
	const roles = ids(text, /<@&(\d+)>/g).filter((id) => {
		const role = guild?.roles.get(id);
		return role !== undefined && (role.mentionable || mayAll) && isAllowed(id, 'roles', allowed);
	});
	const replied = question.repliedTo;
	if (replied && replied.webhookId === null && allowed.replied_user === true) users.push(replied.authorId);
	return {
		userIds: [...new Set(users)],
		roleIds: [...new Set(roles)],
		everyone: /@(everyone|here)\b/.test(text) && mayAll && parses(allowed, 'everyone'),
	};
}

function ids(text: string, pattern: RegExp): Snowflake[] {
	return [...text.matchAll(pattern)].flatMap(([, id]) => (id === undefined ? [] : [id]));
}

function isAllowed(id: Snowflake, kind: 'users' | 'roles', allowed: APIAllowedMentions): boolean {
	return parses(allowed, kind) || (allowed[kind] ?? []).includes(id);
}

function parses(allowed: APIAllowedMentions, kind: 'users' | 'roles' | 'everyone'): boolean {
	return (allowed.parse ?? []).some((parsed) => parsed === kind);
}

/** What is allowed when a message does not say: everything, and in webhooks and interactions only users. */
export const ALLOW_ALL: APIAllowedMentions = {
	parse: [AllowedMentionsTypes.User, AllowedMentionsTypes.Role, AllowedMentionsTypes.Everyone],
	replied_user: true,
};
export const ALLOW_USERS: APIAllowedMentions = { parse: [AllowedMentionsTypes.User], replied_user: true };

import { type BaseInteraction, PermissionFlagsBits } from 'discord.js';
import { UserError } from '../../errors.ts';

/**
 * Checks once more that a member may manage the server: the permissions registered with a command are a default that
 * admins can override for anybody, and buttons have none.
 * @returns the guild's id.
 * @throws {UserError} `server-only` or `manage-server-needed`
 */
export function requireManager({ guildId, memberPermissions }: BaseInteraction): string {
	if (!guildId) throw new UserError('server-only', {});
	if (!memberPermissions?.has(PermissionFlagsBits.ManageGuild)) {
		throw new UserError('manage-server-needed', {});
	}
	return guildId;
}

import type { BaseInteraction } from 'discord.js';
import { UserError } from '../../errors.ts';
import { DEFAULT_CLASSIFIER } from '../../registry/version-name.ts';
import { requireManager } from './manager.ts';

/**
 * Whose dataset a member acts on: that of the server they are in, if they manage it or run this host; in direct
 * messages the host's own, if they run this host. There is no way to name another one.
 * @returns the classifier
 * @throws {UserError} `host-owner-needed`, `manage-server-needed`
 */
export function requireDatasetManager(
	interaction: BaseInteraction,
	{ isOwner }: { readonly isOwner: boolean },
): string {
	if (interaction.guildId) return isOwner ? interaction.guildId : requireManager(interaction);
	if (!isOwner) throw new UserError('host-owner-needed', {});
	return DEFAULT_CLASSIFIER;
}

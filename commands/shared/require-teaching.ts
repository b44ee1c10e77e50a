import type { BaseInteraction } from 'discord.js';
import type { CommandContext } from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import type { Teaching } from '../../src/train/teaching/teaching.ts';

export interface TeachingPlace {
	readonly guildId: string;
	readonly teaching: Teaching;
}

/**
 * Whether members may teach here, now: asked again at each step, since admins may have turned it off meanwhile.
 * @throws {UserError} `server-only`, `teaching-off`, `teaching-off-here`
 */
export async function requireTeaching(
	interaction: BaseInteraction,
	context: Pick<CommandContext, 'teaching' | 'settings'>,
): Promise<TeachingPlace> {
	const place = requireTeachingPlace(interaction, context);
	if (!place.teaching.isOn) throw new UserError('teaching-off', {});
	const { teach } = await context.settings.get(place.guildId);
	if (!teach) throw new UserError('teaching-off-here', {});
	return place;
}

/**
 * Where photos can be taken back, whether or not any can be given there.
 * @throws {UserError} `server-only`, `teaching-off`
 */
export function requireTeachingPlace(
	{ guildId }: BaseInteraction,
	{ teaching }: Pick<CommandContext, 'teaching'>,
): TeachingPlace {
	if (!guildId) throw new UserError('server-only', {});
	if (!teaching) throw new UserError('teaching-off', {});
	return { guildId, teaching };
}

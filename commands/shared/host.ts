import type { CommandContext } from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';

/** @throws {UserError} `host-only` */
export function requireHost({ isOwner }: Pick<CommandContext, 'isOwner'>): void {
	if (!isOwner) throw new UserError('host-only', {});
}

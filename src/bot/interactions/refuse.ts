import { MessageFlags, type RepliableInteraction } from 'discord.js';
import { isUserError, UserError } from '../../errors.ts';
import type { Locale } from '../../i18n/locale.ts';
import { storageRefusal } from '../../store/faults.ts';
import { linkCommands, refusalText, shortened } from '../answer/text.ts';
import { discordFailure, isInteractionOver } from '../discord-errors.ts';
import type { Failures } from '../failures.ts';
import { isAlreadyAcknowledged } from './acknowledge.ts';

export interface RefusalParts {
	readonly failures: Failures;
	/** A command as a mention that can be clicked. */
	readonly mention: (command: string) => string;
}

/**
 * Tells the member what went wrong: a refusal in its own words, a bug by its reference. Says it wherever the
 * interaction still can: as a further message, in place of “thinking …”, or as its first answer.
 */
export async function refuse(
	interaction: RepliableInteraction,
	error: unknown,
	locale: Locale,
	{ failures, mention }: RefusalParts,
): Promise<void> {
	const facts = {
		guild: interaction.guildId,
		channel: interaction.channelId ?? '',
		interaction: interaction.id,
	};
	const refusal = explain(error, facts, failures);
	if (!refusal) return;
	try {
		await answer(interaction, shortened(linkCommands(refusalText(refusal, locale), mention)));
	} catch (sendError) {
		// Too late to say so, or Discord is away; the log is what is left.
		if (discordFailure(sendError) === 'bug') failures.report(sendError, facts);
	}
}

/** What to tell the member; undefined when there is nobody left to tell. */
function explain(
	thrown: unknown,
	facts: { readonly channel: string },
	failures: Failures,
): UserError | undefined {
	const error = storageRefusal(thrown);
	if (isUserError(error)) return error;
	if (isAlreadyAcknowledged(error) || isInteractionOver(error)) return undefined;
	switch (discordFailure(error)) {
		case 'gone':
			return new UserError('message-gone', {}, { cause: error });
		case 'transient':
			return new UserError('discord-unavailable', {}, { cause: error });
		case 'forbidden':
			return new UserError('bot-permissions-needed', { channelId: facts.channel, permissions: [] });
		default:
			return failures.report(error, facts);
	}
}

async function answer(interaction: RepliableInteraction, content: string): Promise<void> {
	if (interaction.replied) {
		await interaction.followUp({ content, flags: MessageFlags.Ephemeral });
	} else if (interaction.deferred) {
		await interaction.editReply({ content });
	} else {
		await interaction.reply({ content, flags: MessageFlags.Ephemeral });
	}
}

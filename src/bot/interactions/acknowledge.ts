import {
	type ChatInputCommandInteraction,
	DiscordAPIError,
	type MessageComponentInteraction,
	type MessageContextMenuCommandInteraction,
	MessageFlags,
	type ModalSubmitInteraction,
	RESTJSONErrorCodes,
} from 'discord.js';

/**
 * Tells Discord that an answer will follow. When the acknowledgement got through but Discord's reply to it was lost,
 * the repeated call is refused as a duplicate: then all is well.
 */
export async function defer(
	interaction:
		| ChatInputCommandInteraction
		| MessageContextMenuCommandInteraction
		| MessageComponentInteraction
		| ModalSubmitInteraction,
	{ ephemeral }: { readonly ephemeral: boolean },
): Promise<void> {
	try {
		await interaction.deferReply(ephemeral ? { flags: MessageFlags.Ephemeral } : {});
	} catch (error) {
		if (!isAlreadyAcknowledged(error)) throw error;
		interaction.deferred = true;
		interaction.ephemeral = ephemeral;
	}
}

export function isAlreadyAcknowledged(error: unknown): boolean {
	return (
		error instanceof DiscordAPIError &&
		error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged
	);
}

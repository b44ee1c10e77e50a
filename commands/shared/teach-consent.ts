import type { BaseInteraction } from 'discord.js';
import { type CommandContext, calledIn, escapeText, type MessageContent } from '../../src/bot/kit.ts';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import { requireRoomForPhoto } from '../../src/dataset/quotas.ts';
import { requireTeaching } from './require-teaching.ts';
import { answerRow } from './teach-buttons.ts';

/** The question whether a photo may be kept, with the photo in it. */
export interface Consent extends MessageContent {
	readonly embeds: [{ readonly image: { readonly url: string } }];
}

/**
 * Asks whether a photo may be kept, and keeps nothing: where it lies on Discord is in the question that the member sees,
 * and nowhere else.
 * @param label in the dataset that the server goes by
 * @throws {UserError} as `requireTeaching`, `teaching-limit`, and as `requireRoomForPhoto`
 */
export async function askConsent(
	url: string,
	label: Label,
	interaction: BaseInteraction,
	context: CommandContext,
): Promise<Consent> {
	const { guildId, teaching } = await requireTeaching(interaction, context);
	await teaching.requireRoom(guildId, interaction.user.id);
	await requireRoomForPhoto(guildId, await context.catalogue.followed(guildId), context.quotas);
	const { consent, agree, cancel } = context.messages.commands.teach;
	return {
		content: consent(
			escapeText(calledIn(label, context.locale)),
			escapeText(memberName(interaction)),
			context.mention('teach withdraw'),
		),
		embeds: [{ image: { url } }],
		components: [
			answerRow(
				{ answer: { kind: 'agree', labelId: label.id }, label: agree, isDangerous: false },
				{ answer: { kind: 'cancel' }, label: cancel },
			),
		],
	};
}

/** What the server's members call them. */
export function memberName(interaction: BaseInteraction): string {
	return interaction.inCachedGuild() ? interaction.member.displayName : interaction.user.displayName;
}

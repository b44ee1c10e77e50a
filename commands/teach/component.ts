import { type MessageComponentInteraction, userMention } from 'discord.js';
import { type CommandContext, type Component, calledIn, escapeText } from '../../src/bot/kit.ts';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import { requireRoomForPhoto } from '../../src/dataset/quotas.ts';
import { UserError } from '../../src/errors.ts';
import type { TaughtPhoto } from '../../src/train/teaching/teaching.ts';
import { requireTeaching, requireTeachingPlace } from '../shared/require-teaching.ts';
import { parseAnswer, TEACH } from '../shared/teach-buttons.ts';
import { memberName } from '../shared/teach-consent.ts';
import { notTakenText } from './photo.ts';

/** The answers to the questions; only the member who was asked sees them. */
export const component: Component = {
	...TEACH,
	async execute(interaction, state, context) {
		const answer = parseAnswer(state);
		const texts = context.messages.commands.teach;
		switch (answer?.kind) {
			case 'agree':
				return agree(interaction, answer.labelId, context);
			case 'cancel':
				await interaction.update({ content: texts.cancelled, embeds: [], components: [] });
				return;
			case 'withdraw':
				return withdraw(interaction, context);
			case 'keep':
				await interaction.update({ content: texts.kept, components: [] });
				return;
			default:
				throw new UserError('component-outdated', {});
		}
	},
};

async function agree(
	interaction: MessageComponentInteraction,
	labelId: number,
	context: CommandContext,
): Promise<void> {
	const { guildId, teaching } = await requireTeaching(interaction, context);
	const url = interaction.message.embeds[0]?.image?.url;
	const followed = await context.catalogue.followed(guildId);
	const label = await followed.labels.get(labelId);
	if (url === undefined || label === undefined) throw new UserError('component-outdated', {});
	await requireRoomForPhoto(guildId, followed, context.quotas);
	// Without the buttons, so that one agreement is one photo.
	await interaction.update({ components: [] });
	const original = await context.download({ key: url, name: 'photo', url, size: null, spoiler: false });
	// A server that followed the host's labels gets its own, with other ids.
	const { labels } = await context.catalogue.own(guildId, interaction.user.id);
	const taught = await teaching.teach({
		classifier: guildId,
		labelId: (await labels.find(label.name))?.id ?? 0,
		original,
		member: { id: interaction.user.id, name: memberName(interaction) },
		most: context.quotas.photos,
	});
	await interaction.editReply({ content: outcomeText(taught, label, context), embeds: [] });
	if (taught.kind !== 'taken') return;
	void context.guildLog.post(guildId, null, ({ commands }, locale) =>
		commands.teach.log.taught(
			userMention(interaction.user.id),
			escapeText(calledIn(label, locale)),
			context.mention('dataset review'),
		),
	);
}

function outcomeText(taught: TaughtPhoto, label: Label, { messages, mention }: CommandContext): string {
	const texts = messages.commands.teach;
	const called = escapeText(calledIn(label, messages.locale));
	if (taught.kind === 'taken') return texts.taken(`**${called}**`, mention('teach withdraw'));
	return notTakenText(taught.reason, messages);
}

async function withdraw(interaction: MessageComponentInteraction, context: CommandContext): Promise<void> {
	const { guildId, teaching } = requireTeachingPlace(interaction, context);
	await interaction.deferUpdate();
	const photos = await teaching.withdraw(guildId, interaction.user.id);
	const texts = context.messages.commands.teach;
	await interaction.editReply({
		content: photos > 0 ? texts.withdrawn(photos) : texts.nothingTaught,
		components: [],
	});
	if (photos === 0) return;
	void context.guildLog.post(guildId, null, ({ commands }) =>
		commands.teach.log.withdrawn(userMention(interaction.user.id), photos),
	);
}

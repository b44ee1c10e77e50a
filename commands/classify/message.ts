import { ApplicationCommandType } from 'discord-api-types/v10';
import {
	defer,
	EVERYWHERE,
	hasPrediction,
	type MessageCommand,
	type MessageCommandData,
	named,
	refetchImage,
	Thumbnails,
	whyRow,
} from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import { topLabelsText } from './top-labels.ts';

const data = {
	type: ApplicationCommandType.Message,
	...named(({ classifyMessage }) => classifyMessage.name),
	...EVERYWHERE,
} as const satisfies MessageCommandData;

/** Classifies the pictures of somebody's message, for the asking member's eyes only. */
export default {
	data,
	async execute(interaction, context) {
		const message = interaction.targetMessage;
		const images = context.imagesOf(message);
		if (images.length === 0) throw new UserError('message-without-image', {});
		await defer(interaction, { ephemeral: true });
		const thumbnails = new Thumbnails();
		const isNumbered = images.length > 1 && interaction.appPermissions.has('AttachFiles');
		const answers = await context.examine(images, {
			// Where only the member uses the app, the bot itself cannot read the channel.
			refetch: (image) => (interaction.channel ? refetchImage(message, image) : Promise.resolve(undefined)),
			...(isNumbered && { keep: (bytes, image) => thumbnails.add(bytes, image) }),
		});
		await interaction.editReply({
			content: await topLabelsText(answers, interaction, context),
			components: interaction.channel && hasPrediction(answers) ? [whyRow(message.id, context.locale)] : [],
			files: await thumbnails.draw(images, context.locale),
		});
	},
} satisfies MessageCommand;

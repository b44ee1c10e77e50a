import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	type ChatInputCommand,
	type ChatInputData,
	defer,
	described,
	EVERYWHERE,
	fromAttachment,
	hasPrediction,
	readArguments,
	WHY_HERE,
	whyRow,
} from '../../src/bot/kit.ts';
import { rememberAnswers } from './recall.ts';
import { topLabels, topLabelsText } from './top-labels.ts';
import { why } from './why/why.ts';
import { wrong } from './wrong/wrong.ts';

const data = {
	name: 'classify',
	...described(({ classify }) => classify),
	...EVERYWHERE,
	options: [
		{
			type: ApplicationCommandOptionType.Attachment,
			name: 'image',
			...described(({ classify }) => classify.options.image),
			required: true,
			file_types: ['image'],
		},
		{
			type: ApplicationCommandOptionType.Boolean,
			name: 'private',
			...described(({ classify }) => classify.options.private),
		},
	],
} as const satisfies ChatInputData;

/** Classifies the picture a member chooses, here or in a direct message. */
export default {
	data,
	components: [topLabels, why, wrong],
	async execute(interaction, context) {
		const { image, private: isPrivate = false } = readArguments(data.options, interaction);
		await defer(interaction, { ephemeral: isPrivate });
		const found = fromAttachment(image);
		let shown: Uint8Array | undefined;
		const answers = await context.examine([found], {
			// The picture itself is part of a public answer: without it nobody would know what was judged.
			keep: (bytes) => {
				const fits = bytes.length <= interaction.attachmentSizeLimit;
				if (!isPrivate && fits && interaction.appPermissions.has('AttachFiles')) shown = bytes;
			},
		});
		const reply = await interaction.editReply({
			content: await topLabelsText(answers, interaction, context),
			components: shown && hasPrediction(answers) ? [whyRow(WHY_HERE, context.locale)] : [],
			files: shown ? [{ attachment: Buffer.from(shown), name: fileName(image.name, found.spoiler) }] : [],
		});
		if (shown) await rememberAnswers(answers, reply.id, interaction, context);
	},
} satisfies ChatInputCommand;

/** Discord covers an uploaded file whose name begins with `SPOILER_`. */
function fileName(name: string, spoiler: boolean): string {
	return spoiler && !name.startsWith('SPOILER_') ? `SPOILER_${name}` : name;
}

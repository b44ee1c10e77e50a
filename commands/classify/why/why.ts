import { type Message, type MessageComponentInteraction, MessageFlags } from 'discord.js';
import {
	type CommandContext,
	type Component,
	DEFAULT_SETTINGS,
	defer,
	escapeText,
	type FoundImage,
	fetchSource,
	refetchImage,
	WHY,
	WHY_HERE,
} from '../../../src/bot/kit.ts';
import { UserError } from '../../../src/errors.ts';
import { describeError } from '../../../src/i18n/messages.ts';
import { predictionIn } from '../../../src/model/display-names.ts';
import type { Explanation } from '../../../src/registry/explain.ts';
import { findNeighbours } from '../../../src/report/why/nearest.ts';
import { drawExplanation } from './picture.ts';
import { explanationText } from './text.ts';

/** Each takes a second or more, and a message of its own. */
const MAX_PICTURES = 3;

/** The button below an answer: why each picture was judged so, for whoever asks and nobody else. Nothing is kept. */
export const why: Component = {
	...WHY,
	async execute(interaction, state, context) {
		await defer(interaction, { ephemeral: true });
		const message = state === WHY_HERE ? interaction.message : await fetchSource(interaction, state);
		const images = context.imagesOf(message);
		if (images.length === 0) throw new UserError('message-without-image', {});
		const isLast = (index: number) => index === Math.min(images.length, MAX_PICTURES) - 1;
		for (const [index, image] of images.slice(0, MAX_PICTURES).entries()) {
			const others = isLast(index) ? images.length - index - 1 : 0;
			const reply = await explain(
				{ image, message, number: images.length === 1 ? undefined : index + 1, others },
				interaction,
				context,
			);
			if (index === 0) await interaction.editReply(reply);
			else await interaction.followUp({ ...reply, flags: MessageFlags.Ephemeral });
		}
	},
};

interface Question {
	readonly image: FoundImage;
	readonly message: Message;
	/** Of the picture, where its message has several. */
	readonly number: number | undefined;
	/** Pictures of the message that are not explained. */
	readonly others: number;
}

interface Reply {
	readonly content: string;
	readonly files: { readonly attachment: Buffer; readonly name: string; readonly description: string }[];
}

async function explain(
	{ image, message, number, others }: Question,
	interaction: MessageComponentInteraction,
	context: CommandContext,
): Promise<Reply> {
	const { messages, locale } = context;
	let bytes: Uint8Array | undefined;
	const [answer] = await context.examine([image], {
		refetch: (image) => (interaction.channel ? refetchImage(message, image) : Promise.resolve(undefined)),
		keep: (kept) => {
			bytes = kept;
		},
	});
	const notes = others > 0 ? [messages.explain.others(others)] : [];
	if ('refusal' in answer || !bytes) {
		const refusal = 'refusal' in answer ? describeError(answer.refusal, locale, 'chat') : '';
		const which = number === undefined ? '' : `${number}. `;
		return { content: [`${which}⚠️ ${escapeText(refusal, 400)}`, ...notes].join('\n'), files: [] };
	}
	const explained = await context.explain(bytes);
	const explanation = { ...explained, prediction: predictionIn(explained.prediction, locale) };
	const neighbours = await findNeighbours(explanation, context);
	const { threshold } = interaction.guildId
		? await context.settings.get(interaction.guildId)
		: DEFAULT_SETTINGS;
	const canAttach = interaction.appPermissions.has('AttachFiles');
	const { content, credited } = explanationText(explanation, neighbours, {
		...(number !== undefined && { number }),
		spoiler: image.spoiler,
		threshold,
		canAttach,
		notes,
		locale,
	});
	if (!canAttach) return { content, files: [] };
	const nearest = neighbours.shown.slice(0, credited).map(({ pixels }) => pixels);
	return {
		content,
		files: [
			{
				attachment: await drawExplanation(bytes, explanation.heat, nearest),
				// Discord covers an uploaded file whose name begins so.
				name: image.spoiler ? 'SPOILER_why.jpg' : 'why.jpg',
				description: describe(explanation, nearest.length > 0, context),
			},
		],
	};
}

function describe({ prediction }: Explanation, hasNearest: boolean, { messages }: CommandContext): string {
	const { label, confidence } = prediction.ranking[0];
	return messages.explain.heat.description(label.slice(0, 100), messages.percent(confidence), hasNearest);
}

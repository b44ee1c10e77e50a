import type { MessageComponentInteraction } from 'discord.js';
import {
	type CommandContext,
	type Component,
	defer,
	escapeText,
	fetchSource,
	givenAnswer,
	type ImageAnswer,
	type Said,
	WHY_HERE,
	WRONG,
} from '../../../src/bot/kit.ts';
import { isUserError, UserError } from '../../../src/errors.ts';
import { displayName } from '../../../src/model/display-names.ts';
import { askConsent, type Consent } from '../../shared/teach-consent.ts';
import { placeOf, recallAnswers, thresholdOf } from '../recall.ts';
import { askLabel, askWhich, readChoice } from './menus.ts';

/** Of the button: the message with the pictures. Of the menus: what they ask, of which message, of which picture. */
const BUTTON = /^(\d{1,20}|here)$/;
const MENU = /^(?:which (\d{1,20})|say (\d{1,20}) (\d{1,2}))$/;

/**
 * The button below an answer that says that it is not right, and the menus it leads to: which picture, and what is it?
 * What is said is counted. Whoever posted the photo may give it to learn from, where members may teach.
 */
export const wrong: Component = {
	...WRONG,
	async execute(interaction, state, context) {
		const [, source] = BUTTON.exec(state) ?? [];
		if (source) return begin(interaction, source === WHY_HERE ? interaction.message.id : source, context);
		const [, ofWhich, ofSay, index] = MENU.exec(state) ?? [];
		const [chosen] = interaction.isStringSelectMenu() ? interaction.values : [];
		const sourceId = ofWhich ?? ofSay;
		if (sourceId === undefined || chosen === undefined) throw new UserError('component-outdated', {});
		await interaction.deferUpdate();
		if (ofWhich) return which(interaction, { sourceId, index: Number(chosen) }, context);
		return say(interaction, { sourceId, index: Number(index), said: readChoice(chosen) }, context);
	},
};

interface Picture {
	/** The message with the pictures. */
	readonly sourceId: string;
	readonly index: number;
}

async function begin(
	interaction: MessageComponentInteraction,
	sourceId: string,
	context: CommandContext,
): Promise<void> {
	await defer(interaction, { ephemeral: true });
	const answers = await recallAnswers(interaction, sourceId, context);
	const judged = answers.flatMap((answer, index) => ('prediction' in answer ? [index] : []));
	if (judged.length > 1) {
		const threshold = await thresholdOf(interaction, context);
		await interaction.editReply(askWhich(answers, sourceId, threshold, context.locale, context.messages));
	} else {
		await which(interaction, { sourceId, index: judged[0] ?? 0 }, context);
	}
}

async function which(
	interaction: MessageComponentInteraction,
	picture: Picture,
	context: CommandContext,
): Promise<void> {
	const answer = await answerOf(picture, interaction, context);
	await interaction.editReply(askLabel({ ...picture, ...answer }, context.messages));
}

async function say(
	interaction: MessageComponentInteraction,
	{ said, ...picture }: Picture & { readonly said: Said | undefined },
	context: CommandContext,
): Promise<void> {
	const { given, labels, shown } = await answerOf(picture, interaction, context);
	if (said === undefined || said === given.label || (said !== null && !labels.includes(said)))
		throw new UserError('component-outdated', {});
	const counts = await context.contests.contest({
		place: placeOf(interaction),
		given,
		said,
		answer: `${picture.sourceId}/${picture.index}`,
		by: interaction.user.id,
	});
	const texts = context.messages.correction;
	const consent = said === null ? undefined : await consentFor(said, picture, interaction, context);
	if (consent) {
		await interaction.editReply({ ...consent, content: `${texts.andTeach}\n${consent.content}` });
		return;
	}
	const label = said === null ? null : escapeText(shown(said));
	await interaction.editReply({
		content: counts ? texts.counted(label) : texts.alreadyCounted,
		components: [],
	});
}

/** What was answered of a picture, and what else it may be: the model's labels by likelihood, then the server's others. */
async function answerOf(
	{ sourceId, index }: Picture,
	interaction: MessageComponentInteraction,
	context: CommandContext,
) {
	const answers = await recallAnswers(interaction, sourceId, context);
	const answer: ImageAnswer | undefined = answers[index];
	if (!answer || !('prediction' in answer)) throw new UserError('component-outdated', {});
	const { prediction } = answer;
	const own = (await context.catalogue.followed(placeOf(interaction))).labels;
	const labels = new Set([
		...prediction.ranking.map(({ label }) => label),
		...(await own.list()).map(({ name }) => name),
	]);
	const given = givenAnswer(prediction, await thresholdOf(interaction, context));
	const names = { ...prediction.names, ...(await own.displayNames()) };
	const shown = (label: string) => displayName(label, names, context.locale);
	return { given, labels: [...labels], shown };
}

/**
 * The question whether the photo may be kept; undefined where nothing can be taught, and for a photo that is not the
 * member's own: nobody gives away what others posted.
 */
async function consentFor(
	said: string,
	{ sourceId, index }: Picture,
	interaction: MessageComponentInteraction,
	context: CommandContext,
): Promise<Consent | undefined> {
	const { guildId, user } = interaction;
	const label = guildId ? await (await context.catalogue.followed(guildId)).labels.find(said) : undefined;
	if (!label || !context.teaching.isOn) return undefined;
	try {
		const message = await fetchSource(interaction, sourceId);
		const image = context.imagesOf(message)[index];
		const author = message.interactionMetadata?.user.id ?? message.author.id;
		// Uploaded to this very message: what was forwarded or linked is somebody else's.
		if (author !== user.id || !image || !message.attachments.has(image.key)) return undefined;
		return await askConsent(image.url, label, interaction, context);
	} catch (error) {
		if (!isUserError(error)) throw error;
		return undefined;
	}
}

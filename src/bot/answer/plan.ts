import type { GuildSettings } from '../settings/settings.ts';
import type { MessageContent } from '../ui/components.ts';
import { type CustomEmoji, labelEmoji } from './emoji.ts';
import { type AnswerContext, renderAnswers } from './render.ts';
import { type ImageAnswer, verdictOf } from './verdict.ts';

/** What to do about a message with pictures. */
export type Response =
	| { readonly kind: 'reply'; readonly message: MessageContent }
	| { readonly kind: 'react'; readonly emojis: readonly string[] }
	| { readonly kind: 'silence' };

export interface ResponseContext extends AnswerContext {
	readonly style: GuildSettings['style'];
	/** The message with the pictures. */
	readonly sourceId: string;
	/** Somebody mentioned the bot, which always gets them a reply. */
	readonly asked: boolean;
	readonly guildEmojis: readonly CustomEmoji[];
}

const UNSURE = '🤔';
const UNKNOWN = '❔';
const REFUSED = '⚠️';

/** The answer in the style the guild has chosen. */
export function planResponse(answers: readonly ImageAnswer[], context: ResponseContext): Response {
	const style = context.asked ? 'reply' : context.style;
	if (style === 'reaction') return { kind: 'react', emojis: reactions(answers, context) };
	if (style === 'sure' && !answers.some((answer) => isSure(answer, context.threshold)))
		return { kind: 'silence' };
	return { kind: 'reply', message: renderAnswers(answers, context, context.sourceId) };
}

function isSure(answer: ImageAnswer, threshold: number | null): boolean {
	return 'prediction' in answer && verdictOf(answer.prediction, threshold) === 'sure';
}

/** One emoji for each distinct answer, in the order of the pictures. */
function reactions(answers: readonly ImageAnswer[], { threshold, guildEmojis }: ResponseContext): string[] {
	const emojis = answers.map((answer) => {
		if ('refusal' in answer) return REFUSED;
		const verdict = verdictOf(answer.prediction, threshold);
		if (verdict === 'unknown') return UNKNOWN;
		if (verdict === 'unsure') return UNSURE;
		return labelEmoji(answer.prediction.ranking[0]?.label ?? '', guildEmojis);
	});
	return [...new Set(emojis)];
}

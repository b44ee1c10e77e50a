import {
	type BotParts,
	button,
	calledIn,
	escapeText,
	fitLines,
	type MessageContent,
	row,
} from '../../src/bot/kit.ts';
import { queriesFor } from '../../src/crawl/queries.ts';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import type { TrainingState } from '../../src/train/jobs.ts';
import { LEARN } from '../shared/next-steps.ts';
import { stepLines, stepsOf } from '../shared/training-steps.ts';
import { formatLearn } from './state.ts';

export interface RenderOptions {
	readonly messages: Messages;
	/** To be learned. */
	readonly labels: readonly Label[];
	/** Photos that each is to have. */
	readonly wanted: number;
	/** What is recognised now and has no label here; in a server the host's model goes on answering for it. */
	readonly others: readonly string[];
	readonly areKept: boolean;
	readonly crawler: BotParts['crawler'];
	/** Whether it goes on after a restart of Hantei. */
	readonly isResumed: boolean;
}

/** Words that a source was asked for, of each name: a dozen names fit. */
const SHOWN_WORDS = 3;
const SHOWN_WORD = 30;

/** Labels named in a title. */
const TITLE_LABELS = 6;

/** Names being learned: what is settled, the step that is under way, and those to come, with a button to cancel. */
export function renderLearning({ ahead, progress }: TrainingState, options: RenderOptions): MessageContent {
	const { messages, isResumed, crawler } = options;
	const texts = messages.commands.learn;
	const steps = stepsOf({ crawls: true });
	const current = progress ? steps.indexOf(progress.step) : 0;
	const title = texts.running(listNames(options), current + 2, steps.length + 1);
	const notes = [
		...(ahead !== undefined ? [messages.commands.retrain.waiting(ahead + 1)] : []),
		...(isResumed ? [messages.commands.retrain.resumed] : []),
		...(crawler?.isLocal ? [messages.commands.retrain.local] : []),
	];
	const from = crawler?.sources.map((name) => messages.crawl.sources[name]) ?? [];
	return {
		content: fitLines(
			[true, false],
			(withLabels) => [
				title,
				...notes,
				`✅ ${texts.names} · ${options.labels.map((label) => meaning(label, messages)).join(' · ')}`,
				...stepLines(progress ?? { step: 'crawl' }, { messages, crawls: true, withLabels }),
				texts.plan(options.wanted, from),
				...(options.others.length > 0
					? [options.areKept ? texts.kept(otherNames(options)) : texts.lost(otherNames(options))]
					: []),
			],
			messages.commands.retrain.more,
		),
		components: [row(button(LEARN, formatLearn({ kind: 'cancel' }), texts.cancel))],
	};
}

/** `**crow**, **boar** and 3 others`. */
export function listNames({ labels, messages }: Pick<RenderOptions, 'labels' | 'messages'>): string {
	const names = labels
		.slice(0, TITLE_LABELS)
		.map((label) => `**${escapeText(calledIn(label, messages.locale))}**`);
	return messages.bot.answer.labels(names, labels.length - names.length);
}

/** How many photos of a label there are, and by which words they were asked for. */
export function foundText(label: Label, photos: number, { commands, locale }: Messages): string {
	const words = queriesFor(label).map(({ text }) => escapeText(text, SHOWN_WORD));
	return commands.learn.found(escapeText(calledIn(label, locale)), photos, words.slice(0, SHOWN_WORDS));
}

function otherNames({ others, messages }: Pick<RenderOptions, 'others' | 'messages'>): string {
	const names = others.slice(0, TITLE_LABELS).map((name) => escapeText(name));
	return messages.bot.answer.labels(names, others.length - names.length);
}

function meaning(label: Label, { commands, locale }: Messages): string {
	const shown = `**${escapeText(calledIn(label, locale))}**`;
	const { entity } = label;
	return entity ? `${shown} *${escapeText(entity.name)}*` : commands.learn.byWords(shown);
}

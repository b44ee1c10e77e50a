import { button, escapeText, fitLines, type MessageContent, row } from '../../src/bot/kit.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import type { TrainingState } from '../../src/train/jobs.ts';
import {
	TRAINING_STEPS,
	type TrainingProgress,
	type TrainingStep,
} from '../../src/train/training-progress.ts';

/** The custom ids of `/retrain`: of its question, and of the button that cancels. */
export const RETRAIN = { name: 'retrain', version: 1 } as const;

export interface TrainingRenderOptions {
	readonly messages: Messages;
	/** Whether photos are collected first. */
	readonly crawls: boolean;
	/** Whether photos come from a stand-in on this machine. */
	readonly isLocal: boolean;
	/** Whether the training goes on after a restart of Hantei. */
	readonly isResumed: boolean;
}

/** A training that waits or is under way, with a button to cancel it. */
export function renderTraining(state: TrainingState, options: TrainingRenderOptions): MessageContent {
	const texts = options.messages.commands.retrain;
	return {
		content: content(state, options),
		components: [row(button(RETRAIN, 'cancel', texts.cancel))],
	};
}

function content({ ahead, progress }: TrainingState, options: TrainingRenderOptions): string {
	const texts = options.messages.commands.retrain;
	const notes = [
		...(options.isResumed ? [texts.resumed] : []),
		...(options.crawls && options.isLocal ? [texts.local] : []),
	];
	if (ahead !== undefined) return [texts.waiting(ahead + 1), ...notes].join('\n');
	if (!progress) return [texts.starting, ...notes].join('\n');
	const steps = TRAINING_STEPS.filter((step) => step !== 'crawl' || options.crawls);
	const current = steps.indexOf(progress.step);
	return fitLines(
		[true, false],
		(withLabels) => [
			texts.running(current + 1, steps.length),
			...notes,
			...steps.flatMap((step, index) => [
				stepLine(step, Math.sign(index - current), progress, options.messages),
				...(withLabels && index === current ? crawlLines(progress, options.messages) : []),
			]),
		],
		texts.more,
	);
}

/** @param order negative for a step that is done, positive for one to come */
function stepLine(step: TrainingStep, order: number, progress: TrainingProgress, messages: Messages): string {
	const texts = messages.commands.retrain;
	const name = texts.steps[step];
	if (order < 0) return `✅ ${name}`;
	if (order > 0) return `▫️ ${name}`;
	const { done, total } = counts(progress);
	return `▶️ **${name}**${total > 0 ? ` · ${texts.count(done, total)}` : ''}`;
}

function counts({ done = 0, total = 0, crawl }: TrainingProgress): { done: number; total: number } {
	if (!crawl) return { done, total };
	return {
		done: crawl.labels.reduce((sum, { accepted, wanted }) => sum + Math.min(accepted, wanted), 0),
		total: crawl.labels.reduce((sum, { wanted }) => sum + wanted, 0),
	};
}

function crawlLines({ crawl }: TrainingProgress, { commands }: Messages): string[] {
	const { crawl: texts, retrain } = commands;
	return (crawl?.labels ?? []).map(({ name, accepted, wanted, state }) => {
		const line = `-# ${retrain.crawled(escapeText(name), accepted, wanted)}`;
		return state === 'short' ? `${line} · ${texts.short}` : line;
	});
}

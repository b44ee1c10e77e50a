import { escapeText } from '../../src/bot/kit.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import {
	IMPORT_STEPS,
	NETWORK_STEPS,
	TRAINING_STEPS,
	type TrainingProgress,
	type TrainingStep,
} from '../../src/train/training-progress.ts';

export interface StepsOptions {
	readonly messages: Messages;
	/** Whether photos are collected first. */
	readonly crawls: boolean;
	/** Whether a network is imported instead of trained. */
	readonly imports?: boolean;
	/** Whether the last blocks are trained, too. */
	readonly tunes?: boolean;
	/** Whether a network is trained from scratch. */
	readonly learns?: boolean;
	/** Whether to say how many photos each label has by now. */
	readonly withLabels: boolean;
}

/** The steps that a training has. */
export function stepsOf({
	crawls,
	imports,
	tunes,
	learns,
}: Pick<StepsOptions, 'crawls' | 'imports' | 'tunes' | 'learns'>): readonly TrainingStep[] {
	if (imports) return IMPORT_STEPS;
	if (learns) return NETWORK_STEPS;
	const left = { crawl: crawls, tune: tunes };
	return TRAINING_STEPS.filter((step) => (step === 'crawl' || step === 'tune' ? left[step] : true));
}

/** Each step of a training: done, under way and how far, or to come. */
export function stepLines(progress: TrainingProgress, options: StepsOptions): string[] {
	const steps = stepsOf(options);
	const current = steps.indexOf(progress.step);
	return steps.flatMap((step, index) => [
		stepLine(step, Math.sign(index - current), progress, options.messages),
		...(options.withLabels && index === current ? crawlLines(progress, options.messages) : []),
	]);
}

/** @param order negative for a step that is done, positive for one to come */
function stepLine(step: TrainingStep, order: number, progress: TrainingProgress, messages: Messages): string {
	const texts = messages.commands.retrain;
	const name = texts.steps[step];
	if (order < 0) return `✅ ${name}`;
	if (order > 0) return `▫️ ${name}`;
	const { done, total } = counts(progress);
	const count = step === 'tune' || step === 'learn' ? texts.epochs : texts.count;
	return `▶️ **${name}**${total > 0 ? ` · ${count(done, total)}` : ''}`;
}

function counts({ done = 0, total = 0, crawl }: TrainingProgress): { done: number; total: number } {
	if (!crawl) return { done, total };
	return {
		done: crawl.labels.reduce((sum, { accepted, wanted }) => sum + Math.min(accepted, wanted), 0),
		total: crawl.labels.reduce((sum, { wanted }) => sum + wanted, 0),
	};
}

function crawlLines({ crawl }: TrainingProgress, { commands, locale }: Messages): string[] {
	const { crawl: texts, retrain } = commands;
	return (crawl?.labels ?? []).map(({ name, names, accepted, wanted, state }) => {
		const line = `-# ${retrain.crawled(escapeText(names?.[locale] ?? name), accepted, wanted)}`;
		return state === 'short' ? `${line} · ${texts.short}` : line;
	});
}

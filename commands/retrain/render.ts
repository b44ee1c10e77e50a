import { button, fitLines, type MessageContent, row } from '../../src/bot/kit.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import type { TrainingState } from '../../src/train/jobs.ts';
import { RETRAIN } from '../shared/next-steps.ts';
import { stepLines, stepsOf } from '../shared/training-steps.ts';

export interface TrainingRenderOptions {
	readonly messages: Messages;
	/** Whether photos are collected first. */
	readonly crawls: boolean;
	/** Whether a network is imported instead of trained. */
	readonly imports: boolean;
	/** Whether the last blocks are trained, too. */
	readonly tunes: boolean;
	/** Whether photos come from a stand-in on this machine. */
	readonly isLocal: boolean;
	/** Whether the training goes on after a restart of Hantei. */
	readonly isResumed: boolean;
}

/** What is said of a training, or of an import, which is one, too. */
export function trainingTexts({ commands }: Messages, imports: boolean): Messages['commands']['retrain'] {
	const { retrain } = commands;
	return imports ? { ...retrain, ...retrain.importing } : retrain;
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
	const texts = trainingTexts(options.messages, options.imports);
	const notes = [
		...(options.isResumed ? [texts.resumed] : []),
		...(options.crawls && options.isLocal ? [texts.local] : []),
	];
	if (ahead !== undefined) return [texts.waiting(ahead + 1), ...notes].join('\n');
	if (!progress) return [texts.starting, ...notes].join('\n');
	const steps = stepsOf(options);
	return fitLines(
		[true, false],
		(withLabels) => [
			texts.running(steps.indexOf(progress.step) + 1, steps.length),
			...notes,
			...stepLines(progress, { ...options, withLabels }),
		],
		texts.more,
	);
}

import { button, fitLines, type JobView, row } from '../../src/bot/kit.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import type { Logger } from '../../src/log.ts';
import type { TrainingState } from '../../src/train/jobs.ts';
import { renderCurve } from '../shared/evaluation-pictures.ts';
import { RETRAIN } from '../shared/next-steps.ts';
import { stepLines, stepsOf } from '../shared/training-steps.ts';
import { curveKey, learningLines } from './learning.ts';

export interface TrainingRenderOptions {
	readonly messages: Messages;
	/** Whether photos are collected first. */
	readonly crawls: boolean;
	/** Whether a network is imported instead of trained. */
	readonly imports: boolean;
	/** Whether the last blocks are trained, too. */
	readonly tunes: boolean;
	/** Whether a network is trained from scratch. */
	readonly learns: boolean;
	readonly logger: Logger;
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
export function renderTraining(state: TrainingState, options: TrainingRenderOptions): JobView {
	const { messages, logger } = options;
	const texts = messages.commands.retrain;
	const curve = state.progress?.network?.curve ?? [];
	return {
		content: content(state, options),
		components: [row(button(RETRAIN, 'cancel', texts.cancel))],
		...(curve.length > 0 && {
			picture: {
				key: curveKey(curve),
				draw: () => renderCurve(curve, { locale: messages.locale, logger }),
			},
		}),
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
			...(progress.network ? learningLines(progress.network, options.messages) : []),
		],
		texts.more,
	);
}

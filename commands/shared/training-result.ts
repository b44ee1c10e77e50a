import {
	type Attached,
	button,
	escapeText,
	fitLines,
	listLabels,
	type Row,
	row,
	versionText,
} from '../../src/bot/kit.ts';
import { percent } from '../../src/i18n/format.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import { type Messages, messagesFor } from '../../src/i18n/messages.ts';
import type { Logger } from '../../src/log.ts';
import { displayName, evaluationIn, type LabelNames } from '../../src/model/display-names.ts';
import type { Evaluation } from '../../src/model/evaluation.ts';
import { UNMEASURED_CONFIDENCE } from '../../src/model/threshold.ts';
import { summariseMixUps } from '../../src/report/summary.ts';
import type { FineTuningOutcome, LeftOutLabel, TrainingOutcome } from '../../src/train/training.ts';
import { renderPicture } from './evaluation-pictures.ts';
import { reviewFirst } from './review-state.ts';
import { verdictText } from './verdict-text.ts';

/** The custom ids of what is done with models; the state says what, and with which version. */
export const MODEL = { name: 'model', version: 1 } as const;

/** The button that shows a version's figures; its state is the version and, if need be, the one before. */
export const FIGURES = { name: 'figures', version: 1 } as const;

export interface ResultOptions {
	readonly classifier: string;
	readonly locale: Locale;
	/** A command as a mention that can be clicked. */
	readonly mention: (command: string) => string;
	/** Whether the bot may attach files there. */
	readonly canAttach: boolean;
	readonly logger: Logger;
}

export interface ResultMessage {
	readonly content: string;
	readonly components: Row[];
	readonly files: Attached[];
}

export type Trained = Extract<TrainingOutcome, { kind: 'trained' }>;

/**
 * What a training came to, as a person asks: what it mixes up, whether it is better and serves, what was left out; the
 * evaluation at a glance; and buttons to promote or roll back, and for the figures, which work as long as the message is
 * there.
 */
export async function renderTrainingResult(
	outcome: TrainingOutcome,
	options: ResultOptions,
): Promise<ResultMessage> {
	const messages = messagesFor(options.locale);
	const texts = messages.commands.retrain;
	if (outcome.kind === 'unchanged') {
		const lines = [
			texts.unchanged(versionText(outcome.champion, options.classifier)),
			...leftOutLines(outcome.leftOut, outcome.names, messages),
		];
		return { content: fitLines([lines], (all) => all, texts.more), components: [], files: [] };
	}
	const canDraw = options.canAttach && outcome.evaluation.photos > 0;
	const { locale, logger } = options;
	const files = canDraw
		? await renderPicture(evaluationOf(outcome, options), { epochs: outcome.curve, locale, logger })
		: [];
	return {
		content: fitLines([resultLines(outcome, options, messages)], (lines) => lines, texts.more),
		components: resultButtons(outcome, options, messages),
		files,
	};
}

/** The verdict alone, for a log. */
export function describeOutcome(
	outcome: Trained,
	{ classifier, locale }: Pick<ResultOptions, 'classifier' | 'locale'>,
): string {
	return verdictText(outcome.verdict, {
		classifier,
		locale,
		candidate: outcome.version,
		champion: outcome.before?.version,
		names: outcome.names,
	});
}

function resultLines(outcome: Trained, options: ResultOptions, messages: Messages): string[] {
	const { evaluation, photos, promoted, leftOut } = outcome;
	const texts = messages.commands.retrain;
	const { classifier, locale, mention, canAttach } = options;
	const version = versionText(outcome.version, classifier);
	const sentence = describeOutcome(outcome, options);
	return [
		...(evaluation.photos > 0
			? [summariseMixUps(evaluationOf(outcome, options), version, { locale, escapeLabel: escapeText })]
			: unmeasuredLines(outcome, options, messages)),
		promoted ? texts.promoted(sentence) : texts.kept(sentence),
		...(outcome.forced ? [texts.forced(version)] : []),
		...(promoted ? [] : [texts.canBePromoted(version)]),
		...fineTuningLines(outcome.fineTuning, messages),
		...doubts(photos, mention('dataset review'), messages),
		...leftOutLines(leftOut, outcome.names, messages),
		...notLearnedLines(outcome, classifier, messages),
		...(canAttach ? [] : [texts.cannotAttach]),
	];
}

/** Labels named; more are counted. */
const NAMED_LABELS = 20;

/** Of a network that came without photos of its labels. */
function unmeasuredLines(
	{ labels, names }: Trained,
	{ locale }: ResultOptions,
	{ commands }: Messages,
): string[] {
	return [
		commands.model.knows(listLabels(labels, { locale, names, labels: NAMED_LABELS })),
		commands.retrain.notMeasured(percent(UNMEASURED_CONFIDENCE, locale)),
	];
}

function fineTuningLines(tuning: FineTuningOutcome | undefined, { commands }: Messages): string[] {
	const texts = commands.retrain;
	if (!tuning) return [];
	if (tuning.isKept) return [texts.fineTuned(tuning.bytes)];
	const { difference, pairs } = tuning.verdict;
	return [texts.fineTuningTried(signedPoints(difference?.value ?? 0), pairs)];
}

/** `+1.2`, `−0.4` */
function signedPoints(share: number): string {
	const points = (Math.abs(share) * 100).toFixed(1);
	return share < 0 ? `−${points}` : `+${points}`;
}

/** With labels as the reader calls them. */
function evaluationOf({ evaluation, names }: Trained, { locale }: Pick<ResultOptions, 'locale'>): Evaluation {
	return evaluationIn(evaluation, names, locale);
}

/** Who answers from now on for labels that this model does not know. */
function notLearnedLines(outcome: Trained, classifier: string, messages: Messages): string[] {
	const { notLearned } = outcome;
	const { commands, locale } = messages;
	if (!notLearned) return [];
	const { labels, model, isKept } = notLearned;
	const names = listLabels(labels, { locale, names: notLearned.names, labels: NAMED_LABELS });
	const { stillAnswers, forgotten } = commands.retrain;
	return [
		isKept ? stillAnswers(names, versionText(model, classifier)) : forgotten(names),
		...alikeLines(outcome, messages),
	];
}

/** Which of the labels that another model goes on answering for are hard to tell from its own. */
export function alikeLines({ notLearned, names }: Trained, { commands, locale }: Messages): string[] {
	const { alike = [] } = notLearned ?? {};
	const pairs = alike
		.slice(0, NAMED_LABELS)
		.map(({ label, own }) =>
			commands.retrain.alikePair(
				escapeText(displayName(label, notLearned?.names, locale)),
				escapeText(displayName(own, names, locale)),
			),
		);
	return pairs.length > 0 ? [commands.retrain.alike(pairs)] : [];
}

function doubts({ excluded, flagged }: Trained['photos'], review: string, { commands }: Messages): string[] {
	const texts = commands.retrain;
	if (excluded > 0) return [texts.excluded(excluded, flagged, review)];
	return flagged > 0 ? [texts.flagged(flagged, review)] : [];
}

export function leftOutLines(
	leftOut: readonly LeftOutLabel[],
	names: LabelNames | undefined,
	{ commands, locale }: Messages,
): string[] {
	return leftOut.map(({ label, photos, missing }) =>
		commands.retrain.leftOut(escapeText(displayName(label, names, locale)), photos, missing),
	);
}

/** What can be done with a new model: the next step as a button, for as long as the message is there. */
export function resultButtons(
	{ promoted, version, before, photos }: Trained,
	{ classifier }: Pick<ResultOptions, 'classifier'>,
	{ commands }: Messages,
): Row[] {
	const texts = commands.retrain;
	const own = versionText(version, classifier);
	const served = before && versionText(before.version, classifier);
	const buttons = [
		...(promoted
			? served
				? [button(MODEL, 'ask-rollback', texts.rollBack)]
				: []
			: [button(MODEL, `ask-promote ${own}`, texts.promote(own), 'primary')]),
		...(served ? [button(MODEL, `compare ${own} ${served}`, texts.compare(served))] : []),
		...(photos.flagged > 0 ? [reviewFirst(texts.review)] : []),
	];
	return [row(...buttons, figuresButton(served ? [own, served] : [own], commands))];
}

/** @param versions as members of the classifier read them: which one, and the one before where there is one */
export function figuresButton(versions: readonly string[], { model }: Messages['commands']) {
	return button(FIGURES, versions.join(' '), model.details);
}

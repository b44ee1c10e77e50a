import { html } from 'hono/html';
import type { Locale } from '../../i18n/locale.ts';
import { describeError, messagesFor } from '../../i18n/messages.ts';
import { predictionIn } from '../../model/display-names.ts';
import { ifItHadToBeOne, type LabelConfidence, type Prediction } from '../../model/prediction.ts';
import { MAX_EXPLAINED, type UploadResult } from '../predict-uploads.ts';
import type { Why } from '../why.ts';
import { type CurrentModel, labelsOf, listed } from './current-model.ts';
import { explanationOf } from './explanation.ts';
import { type Html, stamp } from './marks.ts';

/** Labels beyond these say nothing anymore. */
const MAX_BARS = 5;

export interface CardContext {
	readonly locale: Locale;
	readonly serving: CurrentModel | undefined;
	/** Whether the answers were to be explained. */
	readonly asksWhy: boolean;
}

/** What became of one picture, as a card. */
export function resultCard(outcome: UploadResult, { locale, serving, asksWhy }: CardContext): Html {
	if ('error' in outcome) return errorCard(outcome.file, describeError(outcome.error, locale), locale);
	const { file, prediction, why } = outcome;
	const labels = labelsOf(prediction, serving);
	const question = why ? html`` : whyNot(asksWhy, locale);
	return predictionCard({ file, prediction, labels, question, why }, locale);
}

/** What leads to an explanation: a button, which the script shows, since without it it could do nothing. */
function whyNot(asksWhy: boolean, locale: Locale): Html {
	const { web, explain } = messagesFor(locale);
	if (asksWhy) return html`<p class="not-explained">${web.notExplained(MAX_EXPLAINED)}</p>`;
	return html`<button type="button" class="button why" data-asking="${explain.asking}" hidden>${explain.button}</button>`;
}

/** A picture that got no answer, and why. */
export function errorCard(file: string | null, message: string, locale: Locale): Html {
	const { failed } = messagesFor(locale).web;
	return card(
		{ state: 'failed', file, spoken: message },
		html`${stamp('failed')}<h2>${failed}</h2><p>${message}</p>`,
	);
}

/** A picture that is being judged: the script shows it while it waits. */
export function pendingCard(locale: Locale): Html {
	const { judging } = messagesFor(locale).web;
	return card({ state: 'pending', file: null, spoken: judging }, html`<h2>${judging}</h2>`);
}

interface Answer {
	readonly file: string | null;
	readonly prediction: Prediction;
	/** That the prediction chose from. */
	readonly labels: readonly string[];
	/** What leads to an explanation. */
	readonly question: Html;
	readonly why: Why | undefined;
}

function predictionCard({ file, prediction, labels, question, why }: Answer, locale: Locale): Html {
	const { web: texts, percent } = messagesFor(locale);
	const { verdict, ranking, model, names } = predictionIn(prediction, locale);
	const [best] = ranking;
	const shown = verdict === 'unknown' ? ifItHadToBeOne(ranking) : ranking;
	const bars = barsOf(shown.slice(0, MAX_BARS), percent);
	const smallPrint = html`<p class="model">${texts.modelVersion(model)}</p>${question}`;
	const below = why && explanationOf(why, locale);
	switch (verdict) {
		case 'sure':
			return card(
				{ state: verdict, file, below, spoken: texts.sure(best.label, best.confidence) },
				html`${stamp(verdict)}<h2><bdi>${best.label}</bdi> <span class="percent">${percent(best.confidence)}</span></h2>${bars}${smallPrint}`,
			);
		case 'unsure': {
			const closest = texts.closest(best.label, best.confidence);
			return card(
				{ state: verdict, file, below, spoken: `${texts.unsure} (${closest})` },
				html`${stamp(verdict)}<h2>${texts.unsure}</h2><p>${closest}</p>${bars}${smallPrint}`,
			);
		}
		case 'unknown': {
			const notThese = texts.notThese(listed(labels, names, locale));
			return card(
				{ state: verdict, file, below, spoken: `${texts.unknown} (${notThese})` },
				html`${stamp(verdict)}<h2>${texts.unknown}</h2><p>${notThese}</p><details><summary>${texts.ifItHadTo}</summary>${bars}</details>${smallPrint}`,
			);
		}
	}
}

interface CardFrame {
	readonly state: Prediction['verdict'] | 'failed' | 'pending';
	readonly file: string | null;
	/** What a screen reader says when the card appears. */
	readonly spoken: string;
	/** What stands below picture and answer. */
	readonly below?: Html;
}

function card({ state, file, spoken, below }: CardFrame, content: Html): Html {
	return html`<article class="result ${state}" aria-label="${spoken}"><div class="answer"><p class="file"><bdi>${file}</bdi></p>${content}</div>${below}</article>`;
}

/** Lengths are SVG attributes: the content security policy allows no inline style. */
function barsOf(ranking: readonly LabelConfidence[], percent: (fraction: number) => string): Html {
	return html`<ul class="bars">${ranking.map(
		({ label, confidence }) =>
			html`<li><bdi class="label">${label}</bdi><svg class="bar" aria-hidden="true"><rect width="${(confidence * 100).toFixed(1)}%" height="100%" rx="4" /></svg><span class="percent">${percent(confidence)}</span></li>`,
	)}</ul>`;
}

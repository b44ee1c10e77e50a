import { html } from 'hono/html';
import type { Locale } from '../../i18n/locale.ts';
import { describeError, messagesFor } from '../../i18n/messages.ts';
import { predictionIn } from '../../model/display-names.ts';
import { ifItHadToBeOne, type LabelConfidence, type Prediction } from '../../model/prediction.ts';
import type { UploadResult } from '../predict-uploads.ts';
import { type CurrentModel, labelsOf, listed } from './current-model.ts';
import { type Html, stamp } from './marks.ts';

/** Labels beyond these say nothing anymore. */
const MAX_BARS = 5;

export interface CardContext {
	readonly locale: Locale;
	readonly serving: CurrentModel | undefined;
}

/** What became of one picture, as a card. */
export function resultCard(outcome: UploadResult, { locale, serving }: CardContext): Html {
	if ('error' in outcome) return errorCard(outcome.file, describeError(outcome.error, locale), locale);
	const { file, prediction } = outcome;
	return predictionCard(file, prediction, labelsOf(prediction, serving), locale);
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

function predictionCard(
	file: string | null,
	prediction: Prediction,
	labels: readonly string[],
	locale: Locale,
): Html {
	const { web: texts, percent } = messagesFor(locale);
	const { verdict, ranking, model, names } = predictionIn(prediction, locale);
	const [best] = ranking;
	const shown = verdict === 'unknown' ? ifItHadToBeOne(ranking) : ranking;
	const bars = barsOf(shown.slice(0, MAX_BARS), percent);
	const smallPrint = html`<p class="model">${texts.modelVersion(model)}</p>`;
	switch (verdict) {
		case 'sure':
			return card(
				{ state: verdict, file, spoken: texts.sure(best.label, best.confidence) },
				html`${stamp(verdict)}<h2><bdi>${best.label}</bdi> <span class="percent">${percent(best.confidence)}</span></h2>${bars}${smallPrint}`,
			);
		case 'unsure': {
			const closest = texts.closest(best.label, best.confidence);
			return card(
				{ state: verdict, file, spoken: `${texts.unsure} (${closest})` },
				html`${stamp(verdict)}<h2>${texts.unsure}</h2><p>${closest}</p>${bars}${smallPrint}`,
			);
		}
		case 'unknown': {
			const notThese = texts.notThese(listed(labels, names, locale));
			return card(
				{ state: verdict, file, spoken: `${texts.unknown} (${notThese})` },
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
}

function card({ state, file, spoken }: CardFrame, content: Html): Html {
	return html`<article class="result ${state}" aria-label="${spoken}"><div class="answer"><p class="file"><bdi>${file}</bdi></p>${content}</div></article>`;
}

/** Lengths are SVG attributes: the content security policy allows no inline style. */
function barsOf(ranking: readonly LabelConfidence[], percent: (fraction: number) => string): Html {
	return html`<ul class="bars">${ranking.map(
		({ label, confidence }) =>
			html`<li><bdi class="label">${label}</bdi><svg class="bar" aria-hidden="true"><rect width="${(confidence * 100).toFixed(1)}%" height="100%" rx="4" /></svg><span class="percent">${percent(confidence)}</span></li>`,
	)}</ul>`;
}

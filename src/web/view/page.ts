import { html } from 'hono/html';
import { LOCALES, type Locale } from '../../i18n/locale.ts';
import { messagesFor } from '../../i18n/messages.ts';
import type { Assets } from '../assets.ts';
import type { UploadResult } from '../predict-uploads.ts';
import { FIELD } from '../upload.ts';
import { type CurrentModel, listed } from './current-model.ts';
import { type Html, pictureIcon, seal } from './marks.ts';
import { errorCard, pendingCard, resultCard } from './result.ts';

export interface PageView {
	readonly assets: Assets;
	readonly locale: Locale;
	/** The form then keeps the language even where cookies are refused. */
	readonly isLanguageInUrl: boolean;
	/** Whether the answers were to be explained. */
	readonly asksWhy: boolean;
	/** Undefined while there is no model. */
	readonly serving: CurrentModel | undefined;
	readonly maxBytes: number;
	readonly outcomes: readonly UploadResult[];
}

const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', ja: '日本語' };

/** The parameter of an address with which a form has its answers explained. */
export const WHY = 'why';

/** Formats we read; naming them makes phones convert their own (HEIC) to JPEG. */
const ACCEPTED = 'image/jpeg,image/png,image/webp,image/gif,image/avif';

/** The judge page; the script of `page/page.js` builds on this markup and works without texts of its own. */
export function renderPage(view: PageView): Html {
	const { assets, locale, serving, outcomes, asksWhy } = view;
	const texts = messagesFor(locale).web;
	return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${texts.title}</title>
<link rel="icon" href="${assets.icon.path}" type="image/svg+xml">
${assets.styles.map(
	({ path }) => html`<link rel="stylesheet" href="${path}">
`,
)}
<script type="module" src="${assets.script.path}"></script>
</head>
<body>
<header>
<p class="brand">${seal()} <span>Hantei</span></p>
${languageSwitch(locale)}
</header>
<main>
<h1>${texts.heading}</h1>
${serving && html`<p class="lead">${texts.lead(listed(serving.labels, serving.names, locale))}</p>`}
${uploadForm(view)}
<p id="announcer" class="visually-hidden" role="status"></p>
<section id="results" aria-label="${texts.results}">${outcomes.map((outcome) => resultCard(outcome, { locale, serving, asksWhy }))}</section>
</main>
<footer>
<p>${texts.privacy}</p>
${serving && html`<p class="model">${texts.modelVersion(serving.model)}</p>`}
</footer>
${templates(view)}
</body>
</html>`;
}

function languageSwitch(current: Locale): Html {
	const { languages } = messagesFor(current).web;
	return html`<nav aria-label="${languages}">${LOCALES.map((locale) =>
		locale === current
			? html`<span aria-current="true">${LANGUAGE_NAMES[locale]}</span>`
			: html`<a href="/?lang=${locale}" hreflang="${locale}" lang="${locale}">${LANGUAGE_NAMES[locale]}</a>`,
	)}</nav>`;
}

function uploadForm({ locale, isLanguageInUrl, maxBytes }: PageView): Html {
	const texts = messagesFor(locale).web;
	const language = isLanguageInUrl ? `lang=${locale}` : '';
	const action = language ? `/?${language}` : '/';
	const whyAction = `/?${[WHY, language].filter(Boolean).join('&')}`;
	return html`<form id="upload" method="post" action="${action}#results" enctype="multipart/form-data" data-max-bytes="${maxBytes}">
${pictureIcon()}
<p class="drop">${texts.drop}</p>
<div class="choices">
<label class="button primary choose"><span>${texts.choose}</span> <input type="file" name="${FIELD}" accept="${ACCEPTED}" multiple></label>
<label class="button photograph"><span>${texts.photograph}</span> <input type="file" name="${FIELD}" accept="${ACCEPTED}" capture="environment"></label>
<button type="submit" class="button primary">${texts.submit}</button>
<button type="submit" class="button" id="submit-why" formaction="${whyAction}#results">${texts.submitWhy}</button>
</div>
<p class="formats">${texts.formats(maxBytes)}</p>
</form>`;
}

/** What the script shows before, or instead of, an answer of the server. */
function templates({ locale, maxBytes }: PageView): Html {
	const texts = messagesFor(locale).web;
	return html`<template id="pending">${pendingCard(locale)}</template>
<template id="too-large">${errorCard(null, texts.tooLarge(maxBytes), locale)}</template>
<template id="unreachable">${errorCard(null, texts.unreachable, locale)}</template>`;
}

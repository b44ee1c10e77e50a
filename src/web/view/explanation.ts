import { html } from 'hono/html';
import { licenceName, oneLine, webAddress } from '../../dataset/attribution.ts';
import type { Provenance } from '../../dataset/catalogue/catalogue.ts';
import type { Locale } from '../../i18n/locale.ts';
import { messagesFor } from '../../i18n/messages.ts';
import { predictionIn } from '../../model/display-names.ts';
import { decisionWords, heatWords, likenessWords, neighbourWords } from '../../report/why/words.ts';
import type { EncodedPicture, Why } from '../why.ts';
import type { Html } from './marks.ts';

/** What stands below an answer that is explained: its numbers, what decided, and the learned photos most like it. */
export function explanationOf({ explanation: found, neighbours, heat, nearest }: Why, locale: Locale): Html {
	const { explain, percent } = messagesFor(locale);
	const explanation = { ...found, prediction: predictionIn(found.prediction, locale) };
	const { prediction, threshold, middle } = explanation;
	const [best] = prediction.ranking;
	const options = { name: asItIs, strong: asItIs, locale };
	const decision = decisionWords(explanation, { verdict: prediction.verdict, least: threshold }, options);
	const { heading, notes } = neighbourWords(explanation, neighbours, options);
	const photos = neighbours.shown.map(
		({ photo, similarity }, index) =>
			html`<li>${picture(nearest[index], '')}<p><span class="likeness">${likenessWords(similarity, middle, locale)}</span><br>${credit(photo.provenance, locale)}</p></li>`,
	);
	const alt = explain.heat.description(best.label, percent(best.confidence), false);
	return html`<section class="explanation"><h3 tabindex="-1">${explain.button}</h3>
${decision.map((line) => html`<p>${line}</p>`)}
<figure>${picture(heat, alt)}<figcaption>${heatWords(explanation, options).map((line) => html`<p>${line}</p>`)}</figcaption></figure>
${heading && html`<h4>${heading}</h4><ul class="nearest">${photos}</ul>`}
${notes.map((note) => html`<p class="note">${note}</p>`)}</section>`;
}

/** In the page itself: nothing of a picture is kept to be fetched later. */
function picture({ jpeg, width, height }: EncodedPicture, alt: string): Html {
	return html`<img src="data:image/jpeg;base64,${jpeg.toString('base64')}" width="${width}" height="${height}" alt="${alt}">`;
}

/** Whose a photo is and under which terms. Strangers wrote all of it. */
function credit(provenance: Provenance, locale: Locale): Html {
	const { commands, crawl } = messagesFor(locale);
	const { title, author, pageUrl, licenceUrl, source } = provenance;
	const { untitled, unknownAuthor } = commands.dataset;
	const licence = link(licenceName(provenance), licenceUrl);
	return html`${link(title ? oneLine(title) : untitled, pageUrl)} · <bdi>${author ? oneLine(author) : unknownAuthor}</bdi> · ${licence} · ${crawl.sources[source]}`;
}

function link(text: string, address: string | undefined): Html {
	const href = webAddress(address);
	return href === undefined
		? html`<bdi>${text}</bdi>`
		: html`<a href="${href}" rel="noreferrer" target="_blank"><bdi>${text}</bdi></a>`;
}

/** The template escapes it. */
function asItIs(label: string): string {
	return label;
}

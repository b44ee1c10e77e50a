import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { openLightbox } from '../overlay/lightbox.js';

/**
 * @import { APIAttachment } from 'discord-api-types/v10'
 * @import { App } from '../app.js'
 */

const SPOILER = 8;
/** What browsers show by themselves. */
const SHOWN = /^image\/(png|apng|jpeg|webp|gif|avif|bmp|svg\+xml)/;

/**
 * @param {App} app
 * @param {readonly APIAttachment[]} files
 */
export function attachments(app, files) {
	if (files.length === 0) return undefined;
	const pictures = files.filter(({ content_type }) => SHOWN.test(content_type ?? ''));
	const others = files.filter((file) => !pictures.includes(file));
	return h(
		'div',
		{ class: 'attachments' },
		pictures.length > 0 &&
			h(
				'div',
				{ class: `gallery count-${Math.min(pictures.length, 4)}` },
				pictures.map((file) =>
					picture(app, {
						url: file.proxy_url || file.url,
						name: file.title ?? file.filename,
						description: file.description,
						width: file.width,
						height: file.height,
						spoiler: ((file.flags ?? 0) & SPOILER) !== 0,
					}),
				),
			),
		others.map((file) => fileCard(app, file)),
	);
}

/**
 * A picture that opens when it is clicked; first uncovered, when it is a spoiler.
 * @param {App} app
 * @param {{ url: string, name: string, description?: string | null, width?: number | null, height?: number | null,
 *   spoiler?: boolean }} media
 */
export function picture(app, media) {
	const { url, name, description, width, height, spoiler } = media;
	const image = h('img', {
		src: app.localUrl(url),
		alt: description ?? name,
		loading: 'lazy',
		width: width ?? undefined,
		height: height ?? undefined,
	});
	const button = h(
		'button',
		{
			type: 'button',
			class: `picture${spoiler ? ' covered' : ''}`,
			'aria-label': spoiler ? `${app.texts().spoiler}: ${name}` : (description ?? name),
			vars: width && height ? { '--ratio': String(width / height), '--width': `${width}px` } : {},
			onclick: () => {
				if (button.classList.contains('covered')) {
					button.classList.remove('covered');
					button.setAttribute('aria-label', description ?? name);
				} else openLightbox(app, media);
			},
		},
		image,
		spoiler && h('span', { class: 'cover-label' }, app.texts().spoiler),
	);
	image.addEventListener('error', () => {
		button.replaceChildren(icon('picture'), h('span', {}, app.texts().cannotShow(name)));
		button.classList.add('broken');
	});
	return button;
}

/**
 * @param {App} app
 * @param {{ url: string, filename: string, title?: string, size?: number }} file
 */
export function fileCard(app, { url, filename, title, size }) {
	return h(
		'a',
		{ class: 'file-card', href: app.localUrl(url), download: filename },
		icon('file'),
		h(
			'span',
			{},
			title ?? filename,
			size !== undefined && h('small', {}, formatBytes(size, app.view.locale)),
		),
	);
}

/**
 * @param {number} bytes
 * @param {string} locale
 */
export function formatBytes(bytes, locale) {
	const [unit, size] = bytes < 1e6 ? ['kilobyte', 1e3] : ['megabyte', 1e6];
	const format = new Intl.NumberFormat(locale, {
		style: 'unit',
		unit: String(unit),
		maximumFractionDigits: 1,
	});
	return format.format(bytes / Number(size));
}

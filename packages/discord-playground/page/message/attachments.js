import { useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { Icon } from '../lib/icons.js';
import { openDialog } from '../overlay/dialog.js';
import { localUrl } from '../state/api.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';

/** @import { APIAttachment, APIStickerItem } from 'discord-api-types/v10' */

const SPOILER = 8;
/** What browsers show by themselves. */
const SHOWN = /^image\/(png|apng|jpeg|webp|gif|avif|bmp|svg\+xml)/;
const LOTTIE = 3;
const GIF = 4;

/** @param {{ files: readonly APIAttachment[] }} props */
export function Attachments({ files }) {
	if (files.length === 0) return null;
	const pictures = files.filter(({ content_type }) => SHOWN.test(content_type ?? ''));
	const others = files.filter((file) => !pictures.includes(file));
	const media = pictures.map((file) => ({
		...file,
		url: file.proxy_url || file.url,
		name: file.title ?? file.filename,
		spoiler: ((file.flags ?? 0) & SPOILER) !== 0,
	}));
	return html`
		<div class="attachments">
			${media.length > 0 && html`<${Gallery} pictures=${media} />`}
			${others.map((file) => html`<${FileCard} ...${file} />`)}
		</div>
	`;
}

/** @typedef {{ url: string, name: string, description?: string | null, width?: number | null, height?: number | null, spoiler?: boolean }} Media */

/** @param {{ pictures: readonly Media[] }} props */
export function Gallery({ pictures }) {
	return html`
		<div class="gallery count-${Math.min(pictures.length, 4)}">
			${pictures.map((picture) => html`<${Picture} ...${picture} />`)}
		</div>
	`;
}

/**
 * A picture that opens when it is clicked; first uncovered, when it is a spoiler.
 * @param {Media} media
 */
export function Picture(media) {
	const { url, name, description, width, height } = media;
	const [isCovered, setCovered] = useState(media.spoiler ?? false);
	const [isBroken, setBroken] = useState(false);
	const enlarge = () => {
		const image = html`<img src=${localUrl(url)} alt=${description ?? name} />`;
		openDialog({ title: name, class: 'lightbox', content: () => image });
	};
	const label = isCovered ? `${texts.spoiler}: ${name}` : (description ?? name);
	const content = isBroken
		? html`<${Icon} name="picture" /><span>${texts.cannotShow(name)}</span>`
		: html`
				<img
					src=${localUrl(url)}
					alt=${description ?? name}
					loading="lazy"
					width=${width}
					height=${height}
					onError=${() => setBroken(true)}
				/>
				${isCovered && html`<span class="cover-label">${texts.spoiler}</span>`}
			`;
	return html`
		<button
			type="button"
			class="picture ${isCovered ? 'covered' : ''} ${isBroken ? 'broken' : ''}"
			aria-label=${label}
			style=${width && height ? { '--ratio': width / height, '--width': `${width}px` } : {}}
			onClick=${() => (isCovered ? setCovered(false) : enlarge())}
		>
			${content}
		</button>
	`;
}

/** @param {{ url: string, filename: string, title?: string, size?: number }} file */
export function FileCard({ url, filename, title, size }) {
	return html`
		<a class="line card file-card" href=${localUrl(url)} download=${filename}>
			<${Icon} name="file" />
			<span>${title ?? filename}${size !== undefined && html`<small>${formatBytes(size)}</small>`}</span>
		</a>
	`;
}

/** @param {number} bytes */
export function formatBytes(bytes) {
	const [unit, size] = bytes < 1e6 ? ['kilobyte', 1e3] : ['megabyte', 1e6];
	const options = /** @type {const} */ ({ style: 'unit', unit: String(unit), maximumFractionDigits: 1 });
	return new Intl.NumberFormat(view.locale, options).format(bytes / Number(size));
}

/** @param {{ items?: readonly APIStickerItem[] }} props */
export function Stickers({ items }) {
	return items?.map(({ id, name, format_type }) =>
		format_type === LOTTIE
			? html`<span class="sticker-name">${name}</span>`
			: html`<img class="sticker" src=${stickerUrl(id, format_type)} alt=${name} title=${name} />`,
	);
}

/**
 * @param {string} id
 * @param {number} format
 */
export function stickerUrl(id, format) {
	return `/stickers/${id}.${format === GIF ? 'gif' : 'png'}`;
}

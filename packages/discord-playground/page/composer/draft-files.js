import { h, replace } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { formatBytes } from '../message/attachments.js';

/**
 * @import { App } from '../app.js'
 * @typedef {{ file: File, spoiler: boolean, preview: string }} DraftFile
 */

/** The files of the message being written, with previews. */
export class DraftFiles {
	#app;
	#onChange;
	/** @type {DraftFile[]} */
	#files = [];
	element = h('ul', { class: 'tray', hidden: true });

	/**
	 * @param {App} app
	 * @param {() => void} onChange
	 */
	constructor(app, onChange) {
		this.#app = app;
		this.#onChange = onChange;
	}

	get files() {
		return this.#files;
	}

	/** @param {readonly File[]} files */
	add(files) {
		const { fileBytes, files: most } = this.#app.store.world.limits;
		const { errors } = this.#app.texts();
		const fitting = files.filter(({ size }) => size <= fileBytes);
		if (fitting.length < files.length) this.#app.toasts.warn(errors['too-large']());
		const room = most - this.#files.length;
		if (fitting.length > room) this.#app.toasts.warn(this.#app.texts().tooManyFiles(most));
		const added = fitting.slice(0, room);
		this.#files.push(...added.map((file) => ({ file, spoiler: false, preview: previewOf(file) })));
		this.#show();
	}

	clear() {
		for (const { preview } of this.#files) URL.revokeObjectURL(preview);
		this.#files = [];
		this.#show();
	}

	#show() {
		this.element.hidden = this.#files.length === 0;
		replace(
			this.element,
			this.#files.map((draft) => this.#view(draft)),
		);
		this.#onChange();
	}

	/** @param {DraftFile} draft */
	#view(draft) {
		const { file, spoiler, preview } = draft;
		const texts = this.#app.texts();
		const remove = () => {
			URL.revokeObjectURL(preview);
			this.#files = this.#files.filter((other) => other !== draft);
			this.#show();
		};
		const toggle = () => {
			draft.spoiler = !spoiler;
			this.#show();
		};
		return h(
			'li',
			{ class: `tray-item${spoiler ? ' covered' : ''}` },
			preview ? h('img', { src: preview, alt: '' }) : icon('file'),
			h('span', { class: 'tray-name', title: file.name }, file.name),
			h('small', {}, formatBytes(file.size, this.#app.view.locale)),
			h(
				'span',
				{ class: 'tray-buttons' },
				h(
					'button',
					{
						...{ type: 'button', class: 'icon-button', 'aria-pressed': String(spoiler) },
						...{ 'aria-label': texts.markSpoiler(file.name), title: texts.spoiler, onclick: toggle },
					},
					icon('spoiler'),
				),
				h(
					'button',
					{
						...{ type: 'button', class: 'icon-button', onclick: remove },
						...{ 'aria-label': texts.removeFile(file.name), title: texts.remove },
					},
					icon('trash'),
				),
			),
		);
	}
}

/** @param {File} file */
function previewOf(file) {
	return file.type.startsWith('image/') ? URL.createObjectURL(file) : '';
}

import { SAMPLES, sampleFile, sampleUrl } from '../composer/samples.js';
import { h, replace } from '../lib/dom.js';
import { icon } from '../lib/icons.js';

/** @import { App } from '../app.js' */

/**
 * Takes files by choice, drop, paste, or from the sample pictures.
 * @param {App} app
 * @param {{ id: string, label: string, max: number, accept?: string }} settings
 */
export function filePicker(app, { id, label, max, accept }) {
	const texts = app.texts();
	/** @type {File[]} */
	let files = [];
	const input = h('input', {
		type: 'file',
		id,
		class: 'visually-hidden',
		multiple: max > 1,
		accept,
		'aria-label': label,
	});
	const chosen = h('span', { class: 'picked' });
	const drop = h('label', { class: 'drop', for: id }, icon('picture'), chosen);
	const samples = h(
		'span',
		{ class: 'picker-samples' },
		SAMPLES.map((name) =>
			h(
				'button',
				{
					type: 'button',
					class: 'sample',
					'aria-label': texts.useSample(texts.samples[name]),
					title: texts.samples[name],
					onclick: async () => take([await sampleFile(name)]),
				},
				h('img', { src: sampleUrl(name), alt: '' }),
			),
		),
	);

	/** @param {readonly File[]} more */
	function take(more) {
		const tooLarge = more.find(({ size }) => size > app.store.world.limits.fileBytes);
		if (tooLarge) app.toasts.warn(texts.errors['too-large']());
		const fitting = more.filter((file) => file !== tooLarge);
		if (fitting.length > 0) files = [...(max > 1 ? files : []), ...fitting].slice(-max);
		show();
	}

	function show() {
		replace(chosen, files.length === 0 ? texts.dropOrChoose : files.map(({ name }) => name).join(', '));
		drop.classList.toggle('filled', files.length > 0);
	}

	input.addEventListener('change', () => {
		take([...(input.files ?? [])]);
		input.value = '';
	});
	const element = h('div', { class: 'file-picker' }, input, drop, samples);
	element.addEventListener('dragover', (event) => {
		event.preventDefault();
		event.stopPropagation();
		drop.classList.add('dragging');
	});
	element.addEventListener('dragleave', () => drop.classList.remove('dragging'));
	element.addEventListener('drop', (event) => {
		event.preventDefault();
		event.stopPropagation();
		drop.classList.remove('dragging');
		take([...(event.dataTransfer?.files ?? [])]);
	});
	element.addEventListener('paste', (event) => {
		if (!event.clipboardData?.files.length) return;
		event.preventDefault();
		event.stopPropagation();
		take([...event.clipboardData.files]);
	});
	show();
	return { element, input, files: () => files, take };
}

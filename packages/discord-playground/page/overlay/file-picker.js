import { html } from '../lib/html.js';
import { Icon } from '../lib/icons.js';
import { store } from '../state/store.js';
import { texts } from '../texts/index.js';
import { SAMPLES, sampleFile, sampleUrl } from './samples.js';
import { warn } from './toasts.js';

/**
 * Those that Discord would take; of the others it says so.
 * @param {readonly File[]} files
 */
export function withoutTooLarge(files) {
	const fitting = files.filter(({ size }) => size <= store.world.limits.fileBytes);
	if (fitting.length < files.length) warn(texts.errors['too-large']());
	return fitting;
}

/**
 * Takes files by choice, drop, paste, or from the sample pictures where it takes any.
 * @param {{ id: string, label: string, max: number, accept?: string, files: readonly File[],
 *   onFiles: (files: File[]) => void }} props
 */
export function FilePicker({ id, label, max, accept, files, onFiles }) {
	/** @param {Iterable<File>} more */
	const take = (more) => {
		const fitting = withoutTooLarge([...more]);
		if (fitting.length > 0) onFiles([...(max > 1 ? files : []), ...fitting].slice(-max));
	};
	/** @param {ClipboardEvent} event */
	const onPaste = (event) => {
		if (!event.clipboardData?.files.length) return;
		event.preventDefault();
		event.stopPropagation();
		take(event.clipboardData.files);
	};
	/** @param {{ target: HTMLInputElement }} event */
	const onChange = ({ target }) => {
		take(target.files ?? []);
		target.value = '';
	};
	const takesPictures = accept === undefined || accept.includes('image/');
	const samples = (takesPictures ? SAMPLES : []).map(
		(name) => html`
			<button
				type="button"
				class="sample"
				aria-label=${texts.useSample(texts.samples[name])}
				title=${texts.samples[name]}
				onClick=${async () => take([await sampleFile(name)])}
			>
				<img src=${sampleUrl(name)} alt="" />
			</button>
		`,
	);
	const chosen =
		files.length === 0 ? texts.dropOrChoose(takesPictures) : files.map(({ name }) => name).join(', ');
	return html`
		<div class="row" onPaste=${onPaste}>
			<div class="line drop ${files.length > 0 ? 'filled' : ''}">
				<input type="file" aria-label=${label} multiple=${max > 1} ...${{ id, accept, onChange }} />
				<${Icon} name=${takesPictures ? 'picture' : 'plus'} />
				<span>${chosen}</span>
			</div>
			<span class="row">${samples}</span>
		</div>
	`;
}

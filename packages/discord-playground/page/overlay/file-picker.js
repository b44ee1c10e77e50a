import { useEffect, useRef, useState } from 'preact/hooks';
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
	if (fitting.length < files.length) warn(texts.errors['too-large']);
	return fitting;
}

/**
 * A field that takes files by choice, drop, paste, or from the sample pictures where it takes any.
 * @param {{ id: string, name: string, label: string, max: number, accept?: string, dropped?: readonly File[] }} props
 *   dropped: elsewhere on the page, but for this field
 */
export function FilePicker({ id, name, label, max, accept, dropped }) {
	const input = useRef(/** @type {HTMLInputElement | null} */ (null));
	const [files, setFiles] = useState(/** @type {File[]} */ ([]));
	/** @param {Iterable<File>} more */
	const take = (more) => {
		const fitting = withoutTooLarge([...more]);
		const all = fitting.length === 0 || max > 1 ? [...files, ...fitting].slice(-max) : fitting.slice(0, 1);
		const transfer = new DataTransfer();
		for (const file of all) transfer.items.add(file);
		if (input.current) input.current.files = transfer.files;
		setFiles(all);
	};
	useEffect(() => {
		if (dropped?.length) take(dropped);
	}, [dropped]);
	/** @param {ClipboardEvent} event */
	const onPaste = (event) => {
		if (!event.clipboardData?.files.length) return;
		event.preventDefault();
		event.stopPropagation();
		take(event.clipboardData.files);
	};
	const onChange = () => take(input.current?.files ?? []);
	const takesPictures = accept === undefined || accept.includes('image/');
	const samples = (takesPictures ? SAMPLES : []).map(
		(sample) => html`
			<button
				type="button"
				class="sample"
				aria-label=${texts.useSample(texts.samples[sample])}
				title=${texts.samples[sample]}
				onClick=${async () => take([await sampleFile(sample)])}
			>
				<img src=${sampleUrl(sample)} alt="" />
			</button>
		`,
	);
	const chosen =
		files.length === 0 ? texts.dropOrChoose(takesPictures) : files.map((file) => file.name).join(', ');
	return html`
		<div class="row" onPaste=${onPaste}>
			<div class="line drop ${files.length > 0 ? 'filled' : 'muted'}">
				<input type="file" ref=${input} aria-label=${label} multiple=${max > 1} ...${{ id, name, accept, onChange }} />
				<${Icon} name=${takesPictures ? 'picture' : 'plus'} />
				<span>${chosen}</span>
			</div>
			<span class="row">${samples}</span>
		</div>
	`;
}

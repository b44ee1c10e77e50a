import { useEffect, useMemo } from 'preact/hooks';
import { html } from '../lib/html.js';
import { Icon, IconButton } from '../lib/icons.js';
import { formatBytes } from '../message/attachments.js';
import { withoutTooLarge } from '../overlay/file-picker.js';
import { warn } from '../overlay/toasts.js';
import { store } from '../state/store.js';
import { texts } from '../texts/index.js';

/** @typedef {{ file: File, spoiler: boolean }} DraftFile */

/**
 * As many more as a message takes.
 * @param {readonly DraftFile[]} drafts
 * @param {readonly File[]} files
 * @returns {DraftFile[]}
 */
export function withFiles(drafts, files) {
	const { files: most } = store.world.limits;
	const fitting = withoutTooLarge(files);
	const room = most - drafts.length;
	if (fitting.length > room) warn(texts.tooManyFiles(most));
	return [...drafts, ...fitting.slice(0, room).map((file) => ({ file, spoiler: false }))];
}

/**
 * The files of the message being written, with previews.
 * @param {{ drafts: readonly DraftFile[], onDrafts: (drafts: DraftFile[]) => void }} props
 */
export function DraftFiles({ drafts, onDrafts }) {
	const views = drafts.map((draft, index) => {
		const remove = () => onDrafts(drafts.toSpliced(index, 1));
		const toggle = () => onDrafts(drafts.with(index, { ...draft, spoiler: !draft.spoiler }));
		return html`<${Draft} ...${{ draft, remove, toggle }} />`;
	});
	return html`<ul class="card tray" hidden=${drafts.length === 0}>${views}</ul>`;
}

/** @param {{ draft: DraftFile, remove: () => void, toggle: () => void }} props */
function Draft({ draft: { file, spoiler }, remove, toggle }) {
	const preview = useMemo(() => (file.type.startsWith('image/') ? URL.createObjectURL(file) : ''), [file]);
	useEffect(() => () => URL.revokeObjectURL(preview), [preview]);
	return html`
		<li class="card tray-item ${spoiler ? 'covered' : ''}">
			${preview ? html`<img src=${preview} alt="" />` : html`<${Icon} name="file" />`}
			<span class="clip" title=${file.name}>${file.name}</span>
			<small>${formatBytes(file.size)}</small>
			<span class="tray-buttons">
				<${IconButton} icon="spoiler" label=${texts.markSpoiler(file.name)} pressed=${spoiler} run=${toggle} />
				<${IconButton} icon="trash" label=${texts.removeFile(file.name)} run=${remove} />
			</span>
		</li>
	`;
}

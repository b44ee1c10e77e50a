import { ChannelType, isDm, isThread } from '../state/permissions.js';
import { html } from './html.js';

/** Strokes on a grid of 24, drawn for this page. */
const PATHS = {
	hash: 'M5 9h15M4 15h15M10.5 4l-2 16M15.5 4l-2 16',
	thread: 'M5 5h14M5 10h9M5 15h14M5 20h6',
	lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
	at: 'M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zm0 0v1.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-3.5 7.1',
	mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
	plus: 'M12 5v14M5 12h14',
	picture: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4L16 12l4 4M9.5 9.5h.01',
	slash: 'M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM14 8l-4 8',
	sticker:
		'M5 4h14a1 1 0 0 1 1 1v9l-6 6H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM20 14h-5a1 1 0 0 0-1 1v5M9 9.5h.01M15 9.5h.01M9 13.5c1 1 2.5 1 3.5.5',
	send: 'M4 12l16-8-6 17-3-7zM11 14l9-10',
	reply: 'M9 7L4 12l5 5M4 12h9a7 7 0 0 1 7 6',
	forward: 'M15 7l5 5-5 5M20 12h-9a7 7 0 0 0-7 6',
	smile: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9 10h.01M15 10h.01M8.5 14c1.8 2.2 5.2 2.2 7 0',
	more: 'M6 12h.01M12 12h.01M18 12h.01',
	close: 'M6 6l12 12M18 6L6 18',
	eye: 'M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6zM14.5 12a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
	people:
		'M12 8.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM2.5 20a6 6 0 0 1 12 0M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.6a6 6 0 0 1 4 5.4',
	menu: 'M4 7h16M4 12h16M4 17h16',
	chevron: 'M7 10l5 5 5-5',
	check: 'M5 12.5l4.5 4.5L19 7.5',
	sun: 'M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6l1.5 1.5M16.9 16.9l1.5 1.5M5.6 18.4l1.5-1.5M16.9 7.1l1.5-1.5',
	moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z',
	auto: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 3v18M12 7.5h7.5M12 12h9M12 16.5h7.5',
	help: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 17h.01',
	warn: 'M12 4l9 16H3zM12 10v4M12 17h.01',
	link: 'M14 5h5v5M19 5l-8 8M10 6H5v13h13v-5',
	file: 'M6 3h8l4 4v14H6zM14 3v4h4',
	trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
	pencil: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
	copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
	spoiler:
		'M4 4l16 16M10 6.3A9 9 0 0 1 12 6c5.5 0 9 6 9 6a15 15 0 0 1-2.5 3.1M6 8a15 15 0 0 0-3 4s3.5 6 9 6c1.300 0 2.5-.3 3.5-.8',
	user: 'M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM4.5 21a7.5 7.5 0 0 1 15 0',
	megaphone: 'M4 10v4h3l10 5V5L7 10zM8 14l1 6h3',
};

/** @typedef {keyof typeof PATHS} IconName */

/**
 * An icon without a name of its own: the button around it has one.
 * @param {{ name: IconName }} props
 */
export function Icon({ name }) {
	return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}

/** The seal: 判, written with a seal knife. */
export function Seal() {
	return html`
		<svg class="seal" viewBox="0 0 50 50" aria-hidden="true">
			<rect width="50" height="50" rx="11" />
			<path d="M11 9l4 6M27 9l-4 6M9 19h20M7 27h24M19 8v26q0 4-5 7M36 13v17M42 8v30q0 4-6 3" />
		</svg>
	`;
}

/**
 * A button that shows an icon; its label is read aloud, and shown when one points at it.
 * @param {{ icon: IconName, label: string, run: (anchor: HTMLElement) => void, class?: string, pressed?: boolean }} props
 */
export function IconButton({ icon, label, run, class: more = '', pressed }) {
	return html`
		<button
			type="button"
			class="icon-button ${more}"
			aria-label=${label}
			aria-pressed=${pressed}
			title=${label}
			onClick=${runWith(run)}
		>
			<${Icon} name=${icon} />
		</button>
	`;
}

/**
 * Runs something with the element that was clicked, to open a menu at.
 * @param {(anchor: HTMLElement) => void} run
 * @returns {(event: MouseEvent) => void}
 */
export function runWith(run) {
	return ({ currentTarget }) => run(/** @type {HTMLElement} */ (currentTarget));
}

/** @param {{ channel: { type: number } }} props */
export function ChannelIcon({ channel }) {
	if (isDm(channel)) return html`<${Icon} name="at" />`;
	if (isThread(channel)) return html`<${Icon} name="thread" />`;
	return html`<${Icon} name=${channel.type === ChannelType.announcement ? 'megaphone' : 'hash'} />`;
}

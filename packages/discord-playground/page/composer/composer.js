import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from '../lib/avatar.js';
import { html } from '../lib/html.js';
import { Icon, IconButton, runWith } from '../lib/icons.js';
import { openSamples } from '../overlay/samples.js';
import { warn } from '../overlay/toasts.js';
import { openPeople } from '../panels/people.js';
import { attempt, perform } from '../state/api.js';
import { channelName, userName } from '../state/names.js';
import { isDm, Permission } from '../state/permissions.js';
import { store } from '../state/store.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { compose } from './acts.js';
import { CommandForm } from './command-form.js';
import { findCommands, soughtCommand, useCommandPicker } from './command-picker.js';
import { DraftFiles, withFiles } from './draft-files.js';
import { withMentions } from './mentions.js';
import { openStickers } from './stickers.js';
import { typedOptions } from './typed-options.js';

/**
 * @import { ActInput } from '../../src/page-api/act-schema.ts'
 * @import { AnyChannel } from '../state/store.js'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 * @import { Callable } from './commands.js'
 * @import { DraftFile } from './draft-files.js'
 */

/** Discord's clients tell that someone types at most this often. */
const TYPING_EVERY_MS = 8_000;

/**
 * Where messages are written and commands are called, by one person in one channel.
 * @param {{ channel: AnyChannel }} props
 */
export function Composer({ channel }) {
	const [text, setText] = useState('');
	const [drafts, setDrafts] = useState(/** @type {DraftFile[]} */ ([]));
	const [subject, setSubject] = useState(
		/** @type {{ message: PageMessage, isEdited: boolean } | undefined} */ (undefined),
	);
	const [command, setCommand] = useState(
		/** @type {{ callable: Callable, given: Record<string, string>, files: readonly File[] } | undefined} */ (
			undefined
		),
	);
	const [isPickerClosed, setPickerClosed] = useState(false);
	const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
	const choose = useRef(/** @type {HTMLInputElement | null} */ (null));
	const typedAt = useRef(0);
	const wantsFocus = useRef(false);
	// Messages arrive in the order in which they were written, however long the pictures of one take.
	const sending = useRef(/** @type {Promise<unknown>} */ (Promise.resolve()));
	const { userId } = view;
	const mayAttach = view.may(channel.id, Permission.attachFiles);
	const label = texts.messageTo(`${isDm(channel) ? '@' : '#'}${channelName(channel)}`);
	const picker = useCommandPicker({
		...{ text, pick },
		isClosed: isPickerClosed || command !== undefined,
		close: () => setPickerClosed(true),
	});

	useLayoutEffect(() => {
		// As high as its text.
		box.current?.style.setProperty('--height', 'auto');
		box.current?.style.setProperty('--height', `${box.current.scrollHeight}px`);
		if (wantsFocus.current) box.current?.focus();
		wantsFocus.current = false;
	});
	Object.assign(compose, {
		command: startCommand,
		reply: (/** @type {PageMessage} */ message) => begin(message, false),
		edit: (/** @type {PageMessage} */ message) => begin(message, true),
		attach,
	});

	/** @param {string} value */
	function write(value) {
		setText(value);
		setPickerClosed(false);
	}

	/** @param {PageMessage} message @param {boolean} isEdited or replied to */
	function begin(message, isEdited) {
		setSubject({ message, isEdited });
		setCommand(undefined);
		if (isEdited) write(message.content);
		wantsFocus.current = true;
	}

	function giveUp() {
		if (subject?.isEdited) write('');
		setSubject(undefined);
		wantsFocus.current = true;
	}

	/** @param {readonly File[]} files */
	function attach(files) {
		if (files.length === 0) return;
		if (command) setCommand({ ...command, files });
		else if (mayAttach) {
			setDrafts(withFiles(drafts, files));
			wantsFocus.current = true;
		} else warn(texts.mayNotAttach);
	}

	/** @param {Callable} callable */
	function pick(callable) {
		const given = typedOptions(callable, soughtCommand(text) ?? '');
		write('');
		setDrafts([]);
		setCommand({ callable, given, files: drafts.map(({ file }) => file) });
	}

	/** @param {string} name */
	async function startCommand(name) {
		const [found] = await findCommands(name);
		if (found) pick(found);
		else warn(texts.noSuchCommand(name));
	}

	async function send() {
		const sought = isPickerClosed ? undefined : soughtCommand(text);
		// Whoever types faster than the list appears means its first entry all the same.
		const [callable] = sought === undefined ? [] : await findCommands(sought);
		if (callable) return pick(callable);
		const content = withMentions(text);
		if (content.trim() === '' && drafts.length === 0) return;
		const sent = { text, drafts, subject };
		const files = subject?.isEdited ? [] : drafts.map(({ file }) => file);
		const attachments = drafts.map(({ spoiler }, file) => ({ file, spoiler }));
		/** @type {ActInput} */
		const act = subject?.isEdited
			? { act: 'edit', user: userId, message: subject.message.id, content }
			: {
					act: 'post',
					user: userId,
					channel: channel.id,
					content,
					replyTo: subject?.message.id,
					attachments,
				};
		// Emptied before it is sent: what is written meanwhile is another message.
		write('');
		typedAt.current = 0;
		setDrafts([]);
		setSubject(undefined);
		wantsFocus.current = true;
		const done = sending.current.then(() => attempt(() => perform(act, files)));
		sending.current = done.catch(() => {});
		if (await done) return;
		// What was not sent stays, to be tried again.
		setText((later) => [sent.text, later].filter(Boolean).join('\n'));
		setDrafts((later) => [...sent.drafts, ...later].slice(0, store.world.limits.files));
		setSubject((later) => later ?? sent.subject);
	}

	/** @param {KeyboardEvent} event */
	function onKeyDown(event) {
		if (picker.onKey(event) || event.isComposing) return;
		const mine = store
			.messagesFor(channel.id, userId)
			.findLast(({ author, message_snapshots }) => author.id === userId && !message_snapshots);
		if (event.key === 'Enter' && !event.shiftKey) void send();
		else if (event.key === 'Escape' && subject) giveUp();
		else if (event.key === 'ArrowUp' && text === '' && mine) begin(mine, true);
		else return;
		event.preventDefault();
	}

	/** @param {{ target: HTMLTextAreaElement }} event */
	function onInput({ target: { value } }) {
		write(value);
		if (value === '' || value.startsWith('/') || Date.now() - typedAt.current < TYPING_EVERY_MS) return;
		typedAt.current = Date.now();
		void attempt(() => perform({ act: 'type', user: userId, channel: channel.id }));
	}

	/** @param {{ target: HTMLInputElement }} event */
	function onChoose({ target }) {
		attach([...(target.files ?? [])]);
		target.value = '';
	}

	function content() {
		if (command) {
			const onDone = () => {
				setCommand(undefined);
				wantsFocus.current = true;
			};
			return html`<${CommandForm} key=${command.callable.shownName} ...${command} onDone=${onDone} />`;
		}
		if (!view.mayWrite(channel)) {
			return html`<p class="line muted composer-closed"><${Icon} name="lock" />${texts.mayNotWrite}</p>`;
		}
		const offerCommands = () => {
			write('/');
			wantsFocus.current = true;
		};
		const files = html`
			<input ref=${choose} type="file" id="choose-files" hidden multiple onChange=${onChoose} />
			<${IconButton} icon="plus" label=${texts.chooseFiles} run=${() => choose.current?.click()} />
		`;
		return html`
			${subject && html`<${Note} ...${subject} giveUp=${giveUp} />`}
			${picker.list}
			<${DraftFiles} drafts=${drafts} onDrafts=${setDrafts} />
			<div class="composer-row">
				${mayAttach && files}
				<textarea
					ref=${box}
					id="message"
					rows="1"
					maxlength="2000"
					autocomplete="off"
					placeholder=${label}
					aria-label=${label}
					value=${text}
					...${picker.field}
					onInput=${onInput}
					onKeyDown=${onKeyDown}
					onBlur=${() => setPickerClosed(true)}
				/>
				<${IconButton} icon="slash" label=${texts.commands} run=${offerCommands} />
				${view.guild?.stickers?.length ? html`<${IconButton} icon="sticker" label=${texts.stickers} run=${openStickers} />` : null}
				${mayAttach && html`<${IconButton} icon="picture" label=${texts.samplePictures} run=${openSamples} />`}
				<${IconButton} class="send" icon="send" label=${texts.send} run=${() => void send()} />
			</div>
		`;
	}

	return html`<section id="composer" aria-label=${texts.regions.composer}>${content()}<${Foot} /></section>`;
}

/**
 * What the message being written is about.
 * @param {{ message: PageMessage, isEdited: boolean, giveUp: () => void }} props
 */
function Note({ message, isEdited, giveUp }) {
	return html`
		<div class="line quiet composer-note">
			<${Icon} name=${isEdited ? 'pencil' : 'reply'} />
			<span class="grow">${isEdited ? texts.editing : texts.replyingTo(userName(message.author.id))}</span>
			<${IconButton} icon="close" label=${texts.cancel} run=${giveUp} />
		</div>
	`;
}

/** Whom one posts as. */
function Foot() {
	return html`
		<div class="line composer-foot">
			<button type="button" class="item person" aria-haspopup="menu" onClick=${runWith(openPeople)}>
				<small>${texts.postingAs}</small>
				<${Avatar} user=${view.user} />
				<b>${userName(view.userId)}</b>
				<${Icon} name="chevron" />
			</button>
			<span class="quiet clip">${texts.composerHint}</span>
		</div>
	`;
}

import { avatarOf } from '../lib/avatar.js';
import { byId, h, replace } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { openPeople } from '../panels/people.js';
import { commandsFor, perform } from '../state/api.js';
import { isDm, Permission } from '../state/permissions.js';
import { commandForm } from './command-form.js';
import { CommandPicker } from './command-picker.js';
import { callables, matching } from './commands.js';
import { DraftFiles } from './draft-files.js';
import { watchDrops } from './drops.js';
import { openSamples, openStickers } from './extras.js';
import { withMentions } from './mentions.js';

/**
 * @import { App } from '../app.js'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 * @import { Callable } from './commands.js'
 */

/** Discord's clients tell that someone types at most this often. */
const TYPING_EVERY_MS = 8_000;

/** Where messages are written and commands are called. */
export class Composer {
	#app;
	#root = byId('composer');
	#files;
	#picker;
	/** @type {PageMessage | undefined} */
	#replyTo;
	/** @type {PageMessage | undefined} */
	#editing;
	/** @type {ReturnType<typeof commandForm> | undefined} */
	#command;
	#typedAt = 0;
	#text = h('textarea', { id: 'message', rows: 1, maxlength: 2000, autocomplete: 'off' });
	#note = h('div', { class: 'composer-note', hidden: true });
	#fileInput = h('input', {
		type: 'file',
		multiple: true,
		class: 'visually-hidden',
		tabindex: -1,
		id: 'choose-files',
	});

	/** @param {App} app */
	constructor(app) {
		this.#app = app;
		this.#files = new DraftFiles(app, () => this.#fit());
		this.#picker = new CommandPicker(app, this.#text, (callable) => this.#pick(callable));
		this.#text.addEventListener('keydown', (event) => this.#onKey(event));
		this.#text.addEventListener('input', () => this.#onInput());
		this.#fileInput.addEventListener('change', () => {
			this.#take([...(this.#fileInput.files ?? [])]);
			this.#fileInput.value = '';
		});
		app.view.on(['user', 'channel'], () => this.#reset());
		app.store.on('world', () => this.#render());
		app.startReply = (message) => this.#begin({ replyTo: message });
		app.startEdit = (message) => this.#begin({ editing: message });
		app.startCommand = (name) => void this.#startCommand(name);
		app.attach = (files) => this.#take(files);
		watchDrops(app, (files) => this.#take(files));
	}

	#reset() {
		this.#replyTo = undefined;
		this.#editing = undefined;
		this.#command = undefined;
		this.#files.clear();
		this.#text.value = '';
		this.#picker.forget();
		this.#render();
	}

	#render() {
		const { app, channel } = { app: this.#app, channel: this.#app.view.channel };
		if (!channel) return;
		const texts = app.texts();
		const isFocused = document.activeElement === this.#text;
		const label = texts.messageTo(`${isDm(channel) ? '@' : '#'}${app.names.ofChannel(channel)}`);
		this.#text.placeholder = label;
		this.#text.setAttribute('aria-label', label);
		this.#fileInput.setAttribute('aria-label', texts.chooseFiles);
		replace(this.#root, this.#content(channel.id, app.view.mayWrite(channel)));
		if (isFocused) this.#text.focus();
		this.#fit();
	}

	/**
	 * @param {string} channelId
	 * @param {boolean} mayWrite
	 */
	#content(channelId, mayWrite) {
		const app = this.#app;
		const texts = app.texts();
		const person = h(
			'button',
			{
				...{ type: 'button', class: 'person', 'aria-haspopup': 'menu' },
				onclick: (/** @type {MouseEvent} */ { currentTarget }) =>
					openPeople(app, /** @type {Element} */ (currentTarget)),
			},
			h('span', { class: 'person-prefix' }, texts.postingAs),
			avatarOf(app, app.view.user),
			h('b', {}, app.names.user(app.view.userId)),
			icon('chevron'),
		);
		const foot = h(
			'div',
			{ class: 'composer-foot' },
			person,
			h('span', { class: 'hint' }, texts.composerHint),
		);
		if (this.#command) return [this.#command.element, foot];
		if (!mayWrite) return [h('p', { class: 'composer-closed' }, icon('lock'), texts.mayNotWrite), foot];
		return [this.#note, this.#picker.element, this.#files.element, this.#row(channelId), foot];
	}

	/** @param {string} channelId */
	#row(channelId) {
		const texts = this.#app.texts();
		const guild = this.#app.view.guild;
		const mayAttach = this.#app.view.may(channelId, Permission.attachFiles);
		/** @type {(name: import('../lib/icons.js').IconName, label: string, run: (anchor: Element) => void) => HTMLElement} */
		const button = (name, label, run) =>
			h(
				'button',
				{
					...{ type: 'button', class: 'icon-button', 'aria-label': label, title: label },
					onclick: (/** @type {MouseEvent} */ { currentTarget }) =>
						run(/** @type {Element} */ (currentTarget)),
				},
				icon(name),
			);
		return h(
			'form',
			{
				class: 'composer-row',
				onsubmit: (/** @type {SubmitEvent} */ event) => {
					event.preventDefault();
					void this.#send();
				},
			},
			mayAttach && this.#fileInput,
			mayAttach && button('plus', texts.chooseFiles, () => this.#fileInput.click()),
			this.#text,
			button('slash', texts.commands, () => this.#offerCommands()),
			guild?.stickers?.length
				? button('sticker', texts.stickers, (anchor) => openStickers(this.#app, anchor))
				: undefined,
			mayAttach && button('picture', texts.samplePictures, (anchor) => openSamples(this.#app, anchor)),
			h(
				'button',
				{ type: 'submit', class: 'icon-button send', 'aria-label': texts.send, title: texts.send },
				icon('send'),
			),
		);
	}

	/** @param {readonly File[]} files */
	#take(files) {
		if (files.length === 0) return;
		if (this.#command) this.#command.take(files);
		else if (this.#app.view.may(this.#app.view.channelId, Permission.attachFiles)) {
			this.#files.add(files);
			this.#text.focus();
		} else this.#app.toasts.warn(this.#app.texts().mayNotAttach);
	}

	/** @param {{ replyTo?: PageMessage, editing?: PageMessage }} subject */
	#begin({ replyTo, editing }) {
		this.#replyTo = replyTo;
		this.#editing = editing;
		this.#command = undefined;
		if (editing) this.#text.value = editing.content;
		this.#showNote();
		this.#render();
		this.#text.focus();
	}

	#showNote() {
		const texts = this.#app.texts();
		const subject = this.#replyTo ?? this.#editing;
		this.#note.hidden = subject === undefined;
		if (!subject) return;
		const text = this.#editing ? texts.editing : texts.replyingTo(this.#app.names.user(subject.author.id));
		replace(
			this.#note,
			icon(this.#editing ? 'pencil' : 'reply'),
			h('span', {}, text),
			h(
				'button',
				{ type: 'button', class: 'icon-button', 'aria-label': texts.cancel, onclick: () => this.#giveUp() },
				icon('close'),
			),
		);
	}

	#giveUp() {
		if (this.#editing) this.#text.value = '';
		this.#replyTo = undefined;
		this.#editing = undefined;
		this.#showNote();
		this.#fit();
		this.#text.focus();
	}

	async #send() {
		const { userId, channelId } = this.#app.view;
		const content = withMentions(this.#app, this.#text.value);
		const files = [...this.#files.files];
		if (content.trim() === '' && files.length === 0) return;
		if (await this.#picker.pickWhenListed()) return;
		const editing = this.#editing;
		const sent = await this.#app.attempt(() =>
			editing
				? perform({ act: 'edit', user: userId, message: editing.id, content })
				: perform(
						{
							...{ act: /** @type {const} */ ('post'), user: userId, channel: channelId, content },
							replyTo: this.#replyTo?.id,
							attachments: files.map(({ spoiler }, file) => ({ file, spoiler })),
						},
						files.map(({ file }) => file),
					),
		);
		// What was not sent stays, to be tried again.
		if (!sent) return;
		this.#text.value = '';
		this.#typedAt = 0;
		this.#files.clear();
		this.#giveUp();
	}

	/** @param {KeyboardEvent} event */
	#onKey(event) {
		if (event.isComposing) return;
		if (event.key === 'Enter' && !event.shiftKey) {
			event.preventDefault();
			void this.#send();
		} else if (event.key === 'Escape' && (this.#replyTo || this.#editing)) {
			event.preventDefault();
			this.#giveUp();
		} else if (event.key === 'ArrowUp' && this.#text.value === '') {
			const mine = this.#app.store
				.messagesFor(this.#app.view.channelId, this.#app.view.userId)
				.findLast(
					({ author, message_snapshots }) => author.id === this.#app.view.userId && !message_snapshots,
				);
			if (!mine) return;
			event.preventDefault();
			this.#begin({ editing: mine });
		}
	}

	#onInput() {
		this.#fit();
		const { userId, channelId } = this.#app.view;
		const isWriting = this.#text.value !== '' && !this.#text.value.startsWith('/');
		if (!isWriting || Date.now() - this.#typedAt < TYPING_EVERY_MS) return;
		this.#typedAt = Date.now();
		void this.#app.attempt(() => perform({ act: 'type', user: userId, channel: channelId }));
	}

	/** As high as its text. */
	#fit() {
		this.#text.style.setProperty('--height', 'auto');
		this.#text.style.setProperty('--height', `${this.#text.scrollHeight}px`);
	}

	#offerCommands() {
		this.#text.value = '/';
		this.#text.focus();
		this.#text.dispatchEvent(new Event('input'));
	}

	/** @param {string} name */
	async #startCommand(name) {
		const { userId, channelId, locale } = this.#app.view;
		const commands = (await this.#app.attempt(() => commandsFor(userId, channelId))) ?? [];
		const [found] = matching(callables(commands, locale), name);
		if (found) this.#pick(found);
		else this.#app.toasts.warn(this.#app.texts().noSuchCommand(name));
	}

	/** @param {Callable} callable */
	#pick(callable) {
		this.#text.value = '';
		const files = this.#files.files.map(({ file }) => file);
		this.#files.clear();
		this.#command = commandForm(this.#app, callable, {
			onDone: () => {
				this.#command = undefined;
				this.#render();
				this.#text.focus();
			},
		});
		this.#command.take(files);
		this.#render();
		this.#command.focus();
	}
}

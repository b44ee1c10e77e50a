import { h } from '../lib/dom.js';
import { markdown } from '../markdown/render.js';
import { openDialog } from './dialog.js';
import { modalInput } from './modal-input.js';

/**
 * @import { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
 * @import { App } from '../app.js'
 * @import { InteractionSnapshot } from '../../src/interaction.ts'
 * @import { ModalInput } from './modal-input.js'
 */

/**
 * Shows the form a bot answered with, and submits it. It stays until the bot has taken it.
 * @param {App} app
 * @param {InteractionSnapshot} interaction
 */
export function openModal(app, interaction) {
	const { modal } = interaction;
	if (!modal) return;
	const texts = app.texts();
	/** @type {ModalInput[]} */
	const inputs = [];
	const failure = h('p', { class: 'component-error', role: 'alert' });
	const submit = h('button', { type: 'submit', class: 'button primary' }, texts.submit);
	const form = h(
		'form',
		{
			method: 'dialog',
			class: 'modal-form',
			onsubmit: (/** @type {SubmitEvent} */ event) => void send(event),
		},
		h('p', { class: 'modal-note' }, texts.modalFrom(app.names.user(app.store.world.bot.id))),
		fields(app, modal, interaction.channelId, inputs),
		failure,
		h(
			'footer',
			{ class: 'dialog-foot' },
			h('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, texts.cancel),
			submit,
		),
	);
	const dialog = openDialog({ title: modal.title, closeLabel: texts.close, class: 'modal' }, form);
	/** @type {HTMLElement | null} */ (form.querySelector('input, textarea, .select'))?.focus();

	/** @param {SubmitEvent} event */
	async function send(event) {
		event.preventDefault();
		/** @type {File[]} */
		const files = [];
		const values = Object.fromEntries(inputs.map(({ customId, read }) => [customId, read(files)]));
		submit.setAttribute('aria-busy', 'true');
		failure.textContent = '';
		const act = /** @type {const} */ ('modal');
		const answered = await app.interactions.start(
			{ act, user: interaction.user.id, interaction: interaction.id, values },
			files,
		);
		submit.removeAttribute('aria-busy');
		if (answered && answered.state !== 'failed') dialog.close();
		else failure.textContent = texts.modalFailed;
	}
}

/**
 * @param {App} app
 * @param {APIModalInteractionResponseCallbackData} modal
 * @param {string} channelId
 * @param {ModalInput[]} inputs filled with what can be entered
 */
function fields(app, modal, channelId, inputs) {
	return modal.components.map((component) => {
		if (component.type === 10) return markdown(app, component.content);
		const labelled =
			component.type === 18
				? [{ label: component.label, description: component.description, component: component.component }]
				: component.components.map((input) => ({
						label: input.label ?? '',
						description: undefined,
						component: input,
					}));
		return labelled.map(({ label, description, component: input }) => {
			const entered = modalInput(app, input, { label, channelId });
			inputs.push(entered);
			const isRequired = !('required' in input) || input.required !== false;
			const isGroup = entered.element.getAttribute('role') !== null;
			return h(
				'div',
				{ class: 'field' },
				h(
					'label',
					{ for: isGroup ? undefined : entered.element.id },
					label,
					isRequired && input.type !== 23 && h('span', { class: 'required', 'aria-hidden': 'true' }, ' *'),
				),
				description && h('small', {}, description),
				entered.element,
			);
		});
	});
}

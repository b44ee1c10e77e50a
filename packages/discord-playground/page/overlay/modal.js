import { useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { Markdown } from '../markdown/markdown.js';
import { interact } from '../state/interactions.js';
import { userName } from '../state/names.js';
import { store } from '../state/store.js';
import { texts } from '../texts/index.js';
import { openDialog } from './dialog.js';
import { enteredIn, ModalInput } from './modal-input.js';

/**
 * @import { APIModalInteractionResponseCallbackComponent } from 'discord-api-types/v10'
 * @import { InteractionSnapshot } from '../../src/interaction.ts'
 */

/**
 * Shows the form a bot answered with. It stays until the bot has taken it.
 * @param {InteractionSnapshot} interaction
 */
export function openModal(interaction) {
	openDialog({
		title: interaction.modal?.title ?? '',
		content: (close) => html`<${ModalForm} interaction=${interaction} close=${close} />`,
	});
}

/** @param {{ interaction: InteractionSnapshot, close: () => void }} props */
function ModalForm({ interaction, close }) {
	const { id, user, channelId, modal } = interaction;
	const components = modal?.components ?? [];
	const [isBusy, setBusy] = useState(false);
	const [failure, setFailure] = useState('');

	/** @param {SubmitEvent & { currentTarget: HTMLFormElement }} event */
	async function send(event) {
		event.preventDefault();
		const data = new FormData(event.currentTarget);
		/** @type {File[]} */
		const files = [];
		const inputs = components.flatMap(inputsOf).map(({ input }) => input);
		const values = inputs.map((input) => [input.custom_id, enteredIn(input, data, files)]);
		setBusy(true);
		setFailure('');
		const submission = { user: user.id, interaction: id, values: Object.fromEntries(values) };
		const answered = await interact({ act: 'modal', ...submission }, files);
		setBusy(false);
		if (answered && answered.state !== 'failed') close();
		else setFailure(texts.modalFailed);
	}

	/** @param {ReturnType<typeof inputsOf>[number]} field */
	function field({ label, description, input }) {
		const inputId = `modal-${input.custom_id}`;
		const isRequired = (!('required' in input) || input.required !== false) && input.type !== 23;
		const isGroup = input.type === 21 || input.type === 22;
		return html`
			<div class="field">
				<label for=${isGroup ? undefined : inputId}>
					${label}${isRequired && html`<span class="required" aria-hidden="true"> *</span>`}
				</label>
				${description && html`<small>${description}</small>`}
				<${ModalInput} ...${{ input, id: inputId, label, channelId }} />
			</div>
		`;
	}

	return html`
		<form method="dialog" class="modal-form" onSubmit=${send}>
			<p class="quiet">${texts.modalFrom(userName(store.world.bot.id))}</p>
			${components.map((component) => (component.type === 10 ? html`<${Markdown} source=${component.content} />` : inputsOf(component).map(field)))}
			<p class="failed" role="alert">${failure}</p>
			<footer class="line dialog-foot">
				<button type="button" class="button secondary" onClick=${close}>${texts.cancel}</button>
				<button type="submit" class="button primary" aria-busy=${isBusy}>${texts.submit}</button>
			</footer>
		</form>
	`;
}

/**
 * The inputs of a component, each with its label.
 * @param {APIModalInteractionResponseCallbackComponent} component
 */
function inputsOf(component) {
	if (component.type === 10) return [];
	if (component.type === 18) {
		return [{ label: component.label, description: component.description, input: component.component }];
	}
	return component.components.map((input) => ({ label: input.label ?? '', description: undefined, input }));
}

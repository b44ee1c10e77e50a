import {
	type APIModalInteractionResponseCallbackComponent,
	type APIModalInteractionResponseCallbackData,
	ComponentType,
	InteractionType,
} from 'discord-api-types/v10';
import type { ModalSubmission } from '../acts.ts';
import { Refusal } from '../refusal.ts';
import { type ComponentNode, walkComponents } from '../world/components.ts';
import { startInteraction } from '../world/interactions.ts';
import { channelAt, interactionAt, userAt } from '../world/lookup.ts';
import type { InteractionRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { answer } from './modal-input.ts';
import { Resolved } from './resolved.ts';

/** Submits the modal an interaction was answered with. */
export function submitModal(world: World, submission: ModalSubmission): InteractionRecord {
	const parent = interactionAt(world, submission.interaction);
	const { modal } = parent;
	if (modal === null) throw new Refusal('the interaction was not answered with a modal');
	const channel = channelAt(world, parent.channelId);
	const resolved = new Resolved(world, channel, parent.userId);
	const components = fillIn(modal, submission, resolved);
	const data = { custom_id: modal.custom_id, components, ...resolved.toData() };
	const { owners, messageId } = parent;
	const draft = { owners, messageId, channel, user: userAt(world, parent.userId), parentId: parent.id };
	return startInteraction(
		world,
		{ ...draft, type: InteractionType.ModalSubmit, name: modal.custom_id },
		data,
	);
}

function fillIn(
	modal: APIModalInteractionResponseCallbackData,
	{ values }: ModalSubmission,
	resolved: Resolved,
): object[] {
	const inputs = walkComponents(modal.components as readonly ComponentNode[]);
	const unknown = Object.keys(values).find((name) => !inputs.some(({ node }) => node.custom_id === name));
	if (unknown !== undefined) throw new Refusal(`the modal has no component ${unknown}`);
	return modal.components.map((component) => submitted(component, values, resolved));
}

function submitted(
	component: APIModalInteractionResponseCallbackComponent,
	values: ModalSubmission['values'],
	resolved: Resolved,
): object {
	const { type, id } = component;
	switch (component.type) {
		case ComponentType.ActionRow:
			return { type, id, components: component.components.map((input) => answer(input, values, resolved)) };
		case ComponentType.Label:
			return { type, id, component: answer(component.component, values, resolved) };
		case ComponentType.TextDisplay:
			return { type, id };
	}
}

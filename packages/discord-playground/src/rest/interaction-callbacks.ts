import {
	InteractionType,
	type RESTPostAPIInteractionCallbackWithResponseResult,
	InteractionResponseType as Response,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { z } from 'zod';
import { OMNISCIENT, presentMessage } from '../present/message.ts';
import { parseChoices } from '../validate/command-options.ts';
import { choices, invalidForm, parseForm } from '../validate/form.ts';
import { parseModalBody } from '../validate/modal-body.ts';
import { ACKNOWLEDGE_WITHIN_MS, changeInteraction } from '../world/interactions.ts';
import type { InteractionRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { answer, isTrue, pathId, type RestEnv, type UploadedFile } from './context.ts';
import { discordError } from './discord-error.ts';
import { addAnswer, addLoading, updateSource } from './interaction-answers.ts';

const COMMAND_ANSWERS = [
	Response.ChannelMessageWithSource,
	Response.DeferredChannelMessageWithSource,
	Response.Modal,
];

const callback = z.object({ type: z.int(), data: z.unknown().optional() });

export function interactionCallbackRoutes(world: World): Hono<RestEnv> {
	return new Hono<RestEnv>().post('/interactions/:interaction/:token/callback', (context) => {
		const interaction = world.state.interactions.get(pathId(context, 'interaction'));
		if (!interaction || interaction.token !== context.req.param('token'))
			throw discordError('unknownInteraction');
		if (interaction.acknowledgedAt !== null) throw discordError('alreadyAcknowledged');
		if (world.clock.now() - interaction.createdAt >= ACKNOWLEDGE_WITHIN_MS)
			throw discordError('unknownInteraction');

		const { type, data } = parseForm(callback, context.var.body);
		const allowed = answersTo(world, interaction);
		if (!allowed.includes(type)) {
			throw invalidForm(['type'], 'BASE_TYPE_CHOICES', `Value must be one of ${choices(allowed)}.`);
		}
		const change = outcome(world, interaction, type, data, context.var.files);
		changeInteraction(world, interaction, { acknowledgedAt: world.clock.now(), ...change });
		if (!isTrue(context.req.query('with_response'))) return context.body(null, 204);
		return answer<RESTPostAPIInteractionCallbackWithResponseResult>(
			callbackResponse(world, interaction, type),
		);
	});
}

function answersTo(world: World, interaction: InteractionRecord): Response[] {
	switch (interaction.type) {
		case InteractionType.ApplicationCommandAutocomplete:
			return [Response.ApplicationCommandAutocompleteResult];
		case InteractionType.MessageComponent:
			return [...COMMAND_ANSWERS, Response.DeferredMessageUpdate, Response.UpdateMessage];
		case InteractionType.ModalSubmit: {
			const answers = COMMAND_ANSWERS.filter((type) => type !== Response.Modal);
			const isOnMessage = world.state.messages.has(interaction.messageId ?? '');
			return isOnMessage ? [...answers, Response.DeferredMessageUpdate, Response.UpdateMessage] : answers;
		}
		default:
			return COMMAND_ANSWERS;
	}
}

/** Does what the answer says; what becomes of the interaction by it. */
function outcome(
	world: World,
	interaction: InteractionRecord,
	type: Response,
	data: unknown,
	files: readonly UploadedFile[],
): Partial<InteractionRecord> {
	switch (type) {
		case Response.ApplicationCommandAutocompleteResult:
			return { state: 'suggested', choices: parseChoices(data) };
		case Response.Modal:
			return { state: 'modal', modal: parseModalBody(data) };
		case Response.DeferredMessageUpdate:
			return { state: 'deferred', responseId: interaction.messageId };
		case Response.UpdateMessage:
			return { state: 'responded', responseId: updateSource(world, interaction, data, files).id };
		case Response.DeferredChannelMessageWithSource: {
			const { id, visibleTo } = addLoading(world, interaction, data);
			return { state: 'deferred', responseId: id, ephemeral: visibleTo !== null };
		}
		default: {
			const request = { data, files, path: ['data'], isFollowUp: false };
			const { id, visibleTo } = addAnswer(world, interaction, request);
			return { state: 'responded', responseId: id, ephemeral: visibleTo !== null };
		}
	}
}

function callbackResponse(world: World, { id, type: kind, responseId }: InteractionRecord, type: Response) {
	const interaction = { id, type: kind };
	const message = world.state.messages.get(responseId ?? '');
	if (!message || type === Response.DeferredMessageUpdate) return { interaction, resource: { type } };
	const isLoading = type === Response.DeferredChannelMessageWithSource;
	return {
		interaction: {
			...interaction,
			response_message_id: message.id,
			response_message_loading: isLoading,
			response_message_ephemeral: message.visibleTo !== null,
		},
		resource: { type, ...(isLoading ? {} : { message: presentMessage(world, message, OMNISCIENT) }) },
	};
}

import {
	InteractionType,
	type RESTPostAPIInteractionCallbackWithResponseResult,
	InteractionResponseType as Response,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { z } from 'zod';
import { OMNISCIENT, presentMessage } from '../present/message.ts';
import { parseChoices } from '../validate/autocomplete-body.ts';
import { choices, invalidForm, parseForm } from '../validate/form.ts';
import { parseModalBody } from '../validate/modal-body.ts';
import { ACKNOWLEDGE_WITHIN_MS, changeInteraction } from '../world/interactions.ts';
import type { InteractionRecord, MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { answer } from './answer.ts';
import { isTrue, pathId, type RestContext, type RestEnv } from './context.ts';
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
		const message = answerInteraction(world, interaction, type, data, context);
		if (!isTrue(context.req.query('with_response'))) return context.body(null, 204);
		return answer<RESTPostAPIInteractionCallbackWithResponseResult>(
			context,
			callbackResponse(world, interaction, type, message),
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

/** Does what the answer says; its message, if it has one. */
function answerInteraction(
	world: World,
	interaction: InteractionRecord,
	type: Response,
	data: unknown,
	context: RestContext,
): MessageRecord | null {
	const acknowledgedAt = world.clock.now();
	switch (type) {
		case Response.ApplicationCommandAutocompleteResult: {
			const suggestions = parseChoices(data);
			changeInteraction(world, interaction, { acknowledgedAt, state: 'suggested', choices: suggestions });
			return null;
		}
		case Response.Modal: {
			const modal = parseModalBody(data);
			changeInteraction(world, interaction, { acknowledgedAt, state: 'modal', modal });
			return null;
		}
		case Response.DeferredMessageUpdate:
			changeInteraction(world, interaction, {
				acknowledgedAt,
				state: 'deferred',
				responseId: interaction.messageId,
			});
			return null;
		case Response.UpdateMessage: {
			const message = updateSource(world, interaction, data, context.var.files);
			changeInteraction(world, interaction, { acknowledgedAt, state: 'responded', responseId: message.id });
			return message;
		}
		default: {
			const isDeferred = type === Response.DeferredChannelMessageWithSource;
			const message = isDeferred
				? addLoading(world, interaction, data)
				: addAnswer(world, interaction, {
						data,
						files: context.var.files,
						path: ['data'],
						isFollowUp: false,
					});
			changeInteraction(world, interaction, {
				acknowledgedAt,
				state: isDeferred ? 'deferred' : 'responded',
				responseId: message.id,
				ephemeral: message.visibleTo !== null,
			});
			return message;
		}
	}
}

function callbackResponse(
	world: World,
	interaction: InteractionRecord,
	type: Response,
	message: MessageRecord | null,
) {
	const isLoading = type === Response.DeferredChannelMessageWithSource;
	const shown = message === null || isLoading ? {} : { message: presentMessage(world, message, OMNISCIENT) };
	return {
		interaction: {
			id: interaction.id,
			type: interaction.type,
			...(message === null
				? {}
				: {
						response_message_id: message.id,
						response_message_loading: isLoading,
						response_message_ephemeral: message.visibleTo !== null,
					}),
		},
		resource: { type, ...shown },
	};
}

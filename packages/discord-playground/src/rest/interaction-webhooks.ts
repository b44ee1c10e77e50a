import {
	ApplicationIntegrationType,
	MessageFlags,
	type RESTGetAPIWebhookWithTokenMessageResult,
	type RESTPatchAPIWebhookWithTokenMessageResult,
	type RESTPostAPIWebhookWithTokenWaitResult,
	type Snowflake,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { OMNISCIENT, presentMessage } from '../present/message.ts';
import { changeInteraction, isTokenValid } from '../world/interactions.ts';
import { ALLOW_USERS } from '../world/mentions.ts';
import { deleteMessage } from '../world/messages.ts';
import type { InteractionRecord, MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { applyEdit, parseEdit } from './compose.ts';
import { answer, pathId, type RestContext, type RestEnv } from './context.ts';
import { discordError } from './discord-error.ts';
import { addAnswer } from './interaction-answers.ts';

/** For apps the server does not know, which answer by a user's installation. */
const MAX_FOREIGN_FOLLOW_UPS = 5;

const BASE = '/webhooks/:webhook/:token';

/** Answers after the first: the interaction's token is a webhook's, of the application. */
export function interactionWebhookRoutes(world: World): Hono<RestEnv> {
	const show = (message: MessageRecord) => presentMessage(world, message, OMNISCIENT);
	const found = (context: RestContext) => {
		const interaction = answeredInteraction(world, context);
		return { interaction, message: messageOf(world, interaction, context.req.param('message') ?? '') };
	};

	return new Hono<RestEnv>()
		.get(`${BASE}/messages/:message`, (context) =>
			answer<RESTGetAPIWebhookWithTokenMessageResult>(show(found(context).message)),
		)
		.patch(`${BASE}/messages/:message`, (context) => {
			const { interaction, message } = found(context);
			editAnswer(world, interaction, message, context);
			return answer<RESTPatchAPIWebhookWithTokenMessageResult>(show(message));
		})
		.delete(`${BASE}/messages/:message`, (context) => {
			const { interaction, message } = found(context);
			deleteMessage(world, message);
			changeInteraction(world, interaction, {});
			return context.body(null, 204);
		})
		.post(BASE, (context) =>
			answer<RESTPostAPIWebhookWithTokenWaitResult>(
				show(followUp(world, answeredInteraction(world, context), context)),
			),
		);
}

function answeredInteraction(world: World, context: RestContext): InteractionRecord {
	if (pathId(context, 'webhook') !== world.applicationId) throw discordError('notFound');
	const interaction = world.interactionsByToken.get(context.req.param('token') ?? '');
	if (!interaction || !isTokenValid(world, interaction)) throw discordError('invalidWebhookToken');
	// The webhook comes into being with the first answer.
	if (interaction.acknowledgedAt === null) throw discordError('unknownWebhook');
	return interaction;
}

function messageOf(
	world: World,
	interaction: InteractionRecord,
	name: Snowflake | '@original',
): MessageRecord {
	const id = name === '@original' ? interaction.responseId : name;
	const message = world.state.messages.get(id ?? '');
	const isOurs = id === interaction.responseId || interaction.followUpIds.includes(id ?? '');
	if (!message || !isOurs) throw discordError('unknownMessage');
	return message;
}

function editAnswer(
	world: World,
	interaction: InteractionRecord,
	message: MessageRecord,
	context: RestContext,
): void {
	const body = parseEdit(message, context.var.body);
	applyEdit(world, message, { body, files: context.var.files, defaultMentions: ALLOW_USERS });
	const isResponse = message.id === interaction.responseId;
	changeInteraction(world, interaction, isResponse ? { state: 'responded' } : {});
}

function followUp(world: World, interaction: InteractionRecord, context: RestContext): MessageRecord {
	const response = world.state.messages.get(interaction.responseId ?? '');
	// Right after deferring, this edits the loading message; Discord keeps it so for old bots.
	if (response && (response.flags & MessageFlags.Loading) !== 0) {
		editAnswer(world, interaction, response, context);
		return response;
	}
	const isForeign = interaction.owners[ApplicationIntegrationType.GuildInstall] === undefined;
	if (isForeign && interaction.guildId !== null && interaction.followUpIds.length >= MAX_FOREIGN_FOLLOW_UPS) {
		throw discordError('tooManyFollowUps');
	}
	const message = addAnswer(world, interaction, {
		data: context.var.body,
		files: context.var.files,
		path: [],
		isFollowUp: true,
	});
	interaction.followUpIds.push(message.id);
	changeInteraction(world, interaction, {});
	return message;
}

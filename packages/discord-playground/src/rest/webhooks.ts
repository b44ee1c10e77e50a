import {
	PermissionFlagsBits as P,
	type RESTGetAPIChannelWebhooksResult,
	type RESTGetAPIWebhookWithTokenResult,
	type RESTPostAPIChannelWebhookResult,
	type RESTPostAPIWebhookWithTokenWaitResult,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { z } from 'zod';
import { OMNISCIENT, presentMessage } from '../present/message.ts';
import { presentWebhook } from '../present/user.ts';
import { text } from '../validate/fields.ts';
import { parseForm } from '../validate/form.ts';
import { parseMessageBody } from '../validate/message-body.ts';
import { channelAt } from '../world/lookup.ts';
import { ALLOW_USERS } from '../world/mentions.ts';
import { addMessage } from '../world/messages.ts';
import type { WebhookRecord } from '../world/state.ts';
import { addWebhook, webhooksOf } from '../world/webhooks.ts';
import type { World } from '../world/world.ts';
import { answer } from './answer.ts';
import { compose, inChannel } from './compose.ts';
import { isTrue, pathId, type RestContext, type RestEnv } from './context.ts';
import { SETTABLE_FLAGS } from './create-message.ts';
import { discordError } from './discord-error.ts';
import { requirePermission, textChannel } from './lookup.ts';

export function webhookRoutes(world: World): Hono<RestEnv> {
	const withToken = (context: RestContext): WebhookRecord => {
		const webhook = world.state.webhooks.get(pathId(context, 'webhook'));
		if (!webhook) throw discordError('unknownWebhook');
		if (webhook.token !== context.req.param('token')) throw discordError('invalidWebhookToken');
		return webhook;
	};

	return new Hono<RestEnv>()
		.get('/channels/:channel/webhooks', (context) => {
			const channel = textChannel(world, pathId(context, 'channel'));
			requirePermission(world, channel, P.ManageWebhooks);
			return answer<RESTGetAPIChannelWebhooksResult>(
				context,
				webhooksOf(world, channel).map((webhook) => presentWebhook(world, webhook)),
			);
		})
		.post('/channels/:channel/webhooks', (context) => {
			const channel = textChannel(world, pathId(context, 'channel'));
			requirePermission(world, channel, P.ManageWebhooks);
			const { name } = parseForm(z.object({ name: text({ min: 1, max: 80 }) }), context.var.body);
			return answer<RESTPostAPIChannelWebhookResult>(
				context,
				presentWebhook(world, addWebhook(world, channel, name, world.botId)),
			);
		})
		.get('/webhooks/:webhook/:token', (context) =>
			answer<RESTGetAPIWebhookWithTokenResult>(context, presentWebhook(world, withToken(context))),
		)
		.post('/webhooks/:webhook/:token', (context) => {
			const webhook = withToken(context);
			const channel = channelAt(world, webhook.channelId);
			const body = parseMessageBody(context.var.body ?? {}, { settable: SETTABLE_FLAGS });
			const composed = compose(world, {
				body,
				files: context.var.files,
				channel,
				place: inChannel(channel),
				defaultMentions: ALLOW_USERS,
				repliedTo: null,
				existing: null,
			});
			const message = addMessage(world, {
				...composed,
				channel,
				authorId: webhook.id,
				webhookId: webhook.id,
			});
			if (!isTrue(context.req.query('wait'))) return context.body(null, 204);
			return answer<RESTPostAPIWebhookWithTokenWaitResult>(
				context,
				presentMessage(world, message, OMNISCIENT),
			);
		});
}

import {
	PermissionFlagsBits as P,
	type RESTGetAPIChannelMessagesPinsResult,
	type RESTGetAPIChannelPinsResult,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { botViewer } from '../present/bot-view.ts';
import { presentMessage } from '../present/message.ts';
import { setPinned } from '../world/messages.ts';
import type { ChannelRecord, MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { answer } from './answer.ts';
import { pathId, type RestContext, type RestEnv } from './context.ts';
import { discordError } from './discord-error.ts';
import { knownMessage, requirePermission, textChannel } from './lookup.ts';

const MAX_PINS = 250;

/** Both the addresses of today and those before 2025, which clients still use. */
export function pinRoutes(world: World): Hono<RestEnv> {
	const change = (pinned: boolean) => (context: RestContext) => {
		const channel = textChannel(world, pathId(context, 'channel'));
		const message = knownMessage(world, channel, pathId(context, 'message'));
		requirePermission(world, channel, P.PinMessages);
		if (pinned && pinsOf(world, channel).length >= MAX_PINS) throw discordError('tooManyPins');
		setPinned(world, channel, message, pinned);
		return context.body(null, 204);
	};
	const show = (message: MessageRecord) =>
		presentMessage(world, message, botViewer(world, world.messageContent));

	return new Hono<RestEnv>()
		.put('/channels/:channel/messages/pins/:message', change(true))
		.put('/channels/:channel/pins/:message', change(true))
		.delete('/channels/:channel/messages/pins/:message', change(false))
		.delete('/channels/:channel/pins/:message', change(false))
		.get('/channels/:channel/messages/pins', (context) => {
			const pins = pinsOf(world, textChannel(world, pathId(context, 'channel')));
			const items = pins.map((message) => ({ pinned_at: message.timestamp, message: show(message) }));
			return answer<RESTGetAPIChannelMessagesPinsResult>(context, { items, has_more: false });
		})
		.get('/channels/:channel/pins', (context) =>
			answer<RESTGetAPIChannelPinsResult>(
				context,
				pinsOf(world, textChannel(world, pathId(context, 'channel'))).map(show),
			),
		);
}

function pinsOf(world: World, channel: ChannelRecord): MessageRecord[] {
	return channel.messageIds
		.map((id) => world.state.messages.get(id))
		.filter((message) => message !== undefined)
		.filter(({ pinned }) => pinned)
		.reverse();
}

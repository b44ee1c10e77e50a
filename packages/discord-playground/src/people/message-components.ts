import {
	type APIButtonComponent,
	type APIInteractionDataResolved,
	type APISelectMenuComponent,
	ApplicationIntegrationType,
	ButtonStyle,
	ComponentType,
	InteractionType,
} from 'discord-api-types/v10';
import type { ButtonClick, SelectChoice } from '../acts.ts';
import { Refusal } from '../refusal.ts';
import { sees } from '../world/access.ts';
import { walkComponents } from '../world/components.ts';
import { startInteraction } from '../world/interactions.ts';
import { channelAt, messageAt, userAt } from '../world/lookup.ts';
import type { InteractionRecord, MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { Resolved } from './resolved.ts';

type Usable = APIButtonComponent | APISelectMenuComponent;

export function clickButton(world: World, click: ButtonClick): InteractionRecord {
	const component = usable(world, click);
	if (component.type !== ComponentType.Button) throw new Refusal(`${click.customId} is not a button`);
	if (component.style === ButtonStyle.Link || component.style === ButtonStyle.Premium) {
		throw new Refusal('links and purchases send no interaction');
	}
	return send(world, click, component, {});
}

export function chooseOptions(world: World, choice: SelectChoice): InteractionRecord {
	const component = usable(world, choice);
	if (component.type === ComponentType.Button) throw new Refusal(`${choice.customId} is not a select`);
	const { min_values: min = 1, max_values: max = 1 } = component;
	if (choice.values.length < min || choice.values.length > max) {
		throw new Refusal(`${choice.customId} takes ${min} to ${max} values`);
	}
	const message = messageAt(world, choice.message);
	const resolved = new Resolved(world, channelAt(world, message.channelId), userAt(world, choice.user).id);
	const values = chosen(component, choice.values, resolved);
	return send(world, choice, component, { values, ...resolved.toData() });
}

/** Checks chosen values against the select and resolves the objects behind them; modals have the same selects. */
export function chosen(
	component: APISelectMenuComponent,
	values: readonly string[],
	resolved: Resolved,
): string[] {
	return values.map((value) => {
		switch (component.type) {
			case ComponentType.StringSelect:
				if (!component.options.some((option) => option.value === value)) {
					throw new Refusal(`${component.custom_id} has no option ${value}`);
				}
				return value;
			case ComponentType.UserSelect:
				return resolved.user(value);
			case ComponentType.RoleSelect:
				return resolved.role(value);
			case ComponentType.MentionableSelect:
				return resolved.mentionable(value);
			case ComponentType.ChannelSelect:
				return resolved.channel(value, component.channel_types ?? []);
			default:
				throw new Refusal('not a select');
		}
	});
}

/** The component, when this user can see and use it. */
function usable(world: World, click: ButtonClick): Usable {
	const user = userAt(world, click.user);
	const message = messageAt(world, click.message);
	const channel = channelAt(world, message.channelId);
	if (!sees(world, user.id, channel) || (message.visibleTo !== null && message.visibleTo !== user.id)) {
		throw new Refusal(`${user.username} does not see the message`);
	}
	if (message.authorId !== world.botId) throw new Refusal('the message is not the bot’s');
	const component = walkComponents(message.components).find(
		({ node }) => node.custom_id === click.customId,
	)?.node;
	if (!component) throw new Refusal(`the message has no component ${click.customId}`);
	// Only buttons and selects have a custom id in messages.
	const found = component as Usable;
	if (found.disabled === true) throw new Refusal(`${click.customId} is disabled`);
	return found;
}

function send(
	world: World,
	click: ButtonClick,
	component: Usable,
	input: { values?: string[]; resolved?: APIInteractionDataResolved },
): InteractionRecord {
	const message = messageAt(world, click.message);
	const draft = {
		type: InteractionType.MessageComponent,
		name: click.customId,
		user: userAt(world, click.user),
		channel: channelAt(world, message.channelId),
		owners: ownersOf(world, message),
		messageId: message.id,
	};
	const data = { component_type: component.type, custom_id: click.customId, id: component.id, ...input };
	return startInteraction(world, draft, data);
}

/** Those of the interaction the message answered; a message the bot sent by itself belongs to the guild's install. */
function ownersOf(world: World, message: MessageRecord): InteractionRecord['owners'] {
	const answered = world.state.interactions.get(message.interactionId ?? '');
	return answered?.owners ?? { [ApplicationIntegrationType.GuildInstall]: message.guildId ?? '0' };
}

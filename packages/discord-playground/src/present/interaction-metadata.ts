import {
	type APIApplicationCommandInteractionMetadata,
	type APIMessageComponentInteractionMetadata,
	type APIMessageInteractionMetadata,
	InteractionType,
} from 'discord-api-types/v10';
import type { InteractionRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { presentUserId } from './user.ts';

/** Who did what to bring a message about. */
export function presentInteractionMetadata(
	world: World,
	interaction: InteractionRecord,
): APIMessageInteractionMetadata {
	const parent = world.state.interactions.get(interaction.parentId ?? '');
	if (interaction.type === InteractionType.ModalSubmit && parent) {
		return {
			...basics(world, interaction),
			type: InteractionType.ModalSubmit,
			triggering_interaction_metadata: firstHand(world, parent),
		};
	}
	return firstHand(world, interaction);
}

function firstHand(
	world: World,
	interaction: InteractionRecord,
): APIApplicationCommandInteractionMetadata | APIMessageComponentInteractionMetadata {
	if (interaction.type === InteractionType.MessageComponent && interaction.messageId !== null) {
		return {
			...basics(world, interaction),
			type: InteractionType.MessageComponent,
			interacted_message_id: interaction.messageId,
		};
	}
	const target = interaction.targetId;
	const user = target === null ? undefined : world.state.users.get(target);
	return {
		...basics(world, interaction),
		type: InteractionType.ApplicationCommand,
		...(user ? { target_user: presentUserId(world, user.id) } : {}),
		...(target !== null && !user ? { target_message_id: target } : {}),
	};
}

function basics(world: World, interaction: InteractionRecord) {
	return {
		id: interaction.id,
		user: presentUserId(world, interaction.userId),
		authorizing_integration_owners: interaction.owners,
	};
}

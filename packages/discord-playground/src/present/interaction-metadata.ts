import { type APIMessageInteractionMetadata, InteractionType } from 'discord-api-types/v10';
import type { InteractionRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { known } from './known.ts';
import { presentUser, presentUserId } from './user.ts';

/** Who did what to bring a message about. */
export function presentInteractionMetadata(
	world: World,
	{ id, type, userId, owners, messageId, parentId, targetId }: InteractionRecord,
): APIMessageInteractionMetadata {
	const parent = world.state.interactions.get(parentId ?? '');
	const target = world.state.users.get(targetId ?? '');
	const metadata = {
		id,
		type,
		user: presentUserId(world, userId),
		authorizing_integration_owners: owners,
		...known({
			triggering_interaction_metadata: parent && presentInteractionMetadata(world, parent),
			interacted_message_id: type === InteractionType.MessageComponent ? messageId : null,
			target_user: target && presentUser(target),
			target_message_id: target ? null : targetId,
		}),
	};
	// Which of these there are follows from the type.
	return metadata as APIMessageInteractionMetadata;
}

import {
	type APIActionRowComponent,
	type APIButtonComponent,
	ButtonStyle,
	ComponentType,
} from 'discord-api-types/v10';
import { formatComponentId } from '../../src/bot/interactions/component-id.ts';
import type { Messages } from '../../src/i18n/messages.ts';

/** The custom id of the button that cancels a run. */
export const SCHEDULE = { name: 'schedule', version: 1 } as const;

export type CancelRow = APIActionRowComponent<APIButtonComponent>;

export function cancelRow({ commands }: Messages): CancelRow {
	return {
		type: ComponentType.ActionRow,
		components: [
			{
				type: ComponentType.Button,
				style: ButtonStyle.Secondary,
				label: commands.schedule.cancel,
				custom_id: formatComponentId({ ...SCHEDULE, state: 'cancel' }),
			},
		],
	};
}

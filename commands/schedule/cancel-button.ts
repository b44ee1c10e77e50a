import { button, type Row, row } from '../../src/bot/ui/components.ts';
import type { Messages } from '../../src/i18n/messages.ts';

/** The custom id of the button that cancels a run. */
export const SCHEDULE = { name: 'schedule', version: 1 } as const;

export function cancelRow({ commands }: Messages): Row {
	return row(button(SCHEDULE, 'cancel', commands.schedule.cancel));
}

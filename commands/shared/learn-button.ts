import type { APIButtonComponent } from 'discord-api-types/v10';
import { button } from '../../src/bot/kit.ts';
import type { Messages } from '../../src/i18n/messages.ts';

/** The custom ids of `/learn`: its questions, the button that cancels, and the one that asks for names. */
export const LEARN = { name: 'learn', version: 1 } as const;

/** A button anywhere that asks for names to learn. */
export function teachButton({ commands }: Messages): APIButtonComponent {
	return button(LEARN, 'teach', commands.learn.teach, 'success');
}

import type { Messages } from '../../src/i18n/messages.ts';

/** Says that a photo was not kept, and why. @param reason of the rules or the catalogue */
export function notTakenText(reason: string, { commands }: Messages): string {
	const { notTaken, reasons } = commands.teach;
	return notTaken((reasons as Readonly<Record<string, string>>)[reason] ?? reasons.other);
}

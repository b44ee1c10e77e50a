import { button, type Row, row } from '../../src/bot/kit.ts';

/** The custom ids of the questions; the state says what was answered. */
export const TEACH = { name: 'teach', version: 1 } as const;

/** Of the label's id in a button. */
const RADIX = 36;

export type TeachAnswer =
	| { readonly kind: 'agree'; readonly labelId: number }
	| { readonly kind: 'cancel' | 'withdraw' | 'keep' };

/** Undefined for what no button of ours says. */
export function parseAnswer(state: string): TeachAnswer | undefined {
	const [, label] = /^agree ([0-9a-z]+)$/.exec(state) ?? [];
	if (label !== undefined) return { kind: 'agree', labelId: Number.parseInt(label, RADIX) };
	if (state === 'cancel' || state === 'withdraw' || state === 'keep') return { kind: state };
	return undefined;
}

/** A row with the answer that does something, and the one that does not. */
export function answerRow(
	yes: { readonly answer: TeachAnswer; readonly label: string; readonly isDangerous: boolean },
	no: { readonly answer: TeachAnswer; readonly label: string },
): Row {
	return row(
		button(TEACH, stateOf(yes.answer), yes.label, yes.isDangerous ? 'danger' : 'success'),
		button(TEACH, stateOf(no.answer), no.label),
	);
}

function stateOf(answer: TeachAnswer): string {
	return answer.kind === 'agree' ? `agree ${answer.labelId.toString(RADIX)}` : answer.kind;
}

import { userMention } from 'discord.js';
import { type CommandContext, calledIn, escapeText, type LogText } from '../../src/bot/kit.ts';
import type { AuditAction, Dataset, Decision } from '../../src/dataset/catalogue/catalogue.ts';
import { granted } from '../../src/dataset/quotas.ts';
import { UserError } from '../../src/errors.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import type { Messages } from '../../src/i18n/messages.ts';

export type AnswerPart = 'keep' | 'remove' | 'relabel';

export interface ReviewAnswer {
	readonly ids: readonly number[];
	/** What they show instead, where they are relabelled. */
	readonly labelId: number | undefined;
	/** Who answers. */
	readonly by: string;
}

/**
 * Carries an answer out, enters it into the audit log and tells the server's log. Returns the decision, for undoing,
 * and what to say.
 * @throws {UserError} `label-not-found`, `photo-quota`
 */
export async function decide(
	part: AnswerPart,
	answer: ReviewAnswer,
	context: CommandContext,
	dataset: Dataset,
): Promise<{ readonly decision: number; readonly note: string }> {
	const most = granted(dataset.classifier, context.quotas)?.photos;
	const { decision, label, action, note, log } = await carryOut(part, answer, dataset, most);
	const { photos } = decision;
	const { by } = answer;
	await dataset.audit.record({ action, by, detail: { photos, ...(label !== undefined && { label }) } });
	void context.guildLog.post(dataset.classifier, null, log);
	return { decision: decision.id, note: note(context.messages) };
}

interface CarriedOut {
	readonly decision: Decision;
	readonly label?: string;
	readonly action: AuditAction;
	readonly note: (messages: Messages) => string;
	readonly log: LogText;
}

async function carryOut(
	part: AnswerPart,
	{ ids, labelId, by }: ReviewAnswer,
	dataset: Dataset,
	most: number | undefined,
): Promise<CarriedOut> {
	const who = userMention(by);
	if (part === 'keep') {
		const decision = await dataset.decisions.keep(ids, by, most);
		return {
			decision,
			action: 'photos-keep',
			note: ({ doctor }) => doctor.review.kept(decision.photos),
			log: ({ doctor }) => doctor.review.log.kept(who, decision.photos),
		};
	}
	if (part === 'remove') {
		const decision = await dataset.decisions.remove(ids, by);
		return {
			decision,
			action: 'photos-remove',
			note: ({ doctor }) => doctor.review.removed(decision.photos),
			log: ({ bot }) => bot.log.photosRemoved(who, decision.photos),
		};
	}
	const label = labelId === undefined ? undefined : await dataset.labels.get(labelId);
	if (labelId === undefined || label === undefined)
		throw new UserError('label-not-found', { label: `#${labelId ?? ''}` });
	const decision = await dataset.decisions.relabel(ids, labelId, by, most);
	const shown = (locale: Locale) => escapeText(calledIn(label, locale));
	return {
		decision,
		label: label.name,
		action: 'photos-relabel',
		note: ({ doctor, locale }) => doctor.review.relabelled(decision.photos, shown(locale)),
		log: ({ doctor }, locale) => doctor.review.log.relabelled(who, decision.photos, shown(locale)),
	};
}

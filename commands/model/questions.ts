import { button, type CommandContext, type MessageContent, onlyText, row } from '../../src/bot/kit.ts';
import { isUserError } from '../../src/errors.ts';
import { aliasOf } from '../../src/registry/aliases.ts';
import { parseVersionName, type VersionName } from '../../src/registry/version-name.ts';
import { MODEL } from '../shared/training-result.ts';
import { isOwn, isSame, servingVersion, shownVersion } from './versions.ts';
import { type Weighing, weigh } from './weigh.ts';

/** Asks whether a version shall serve; where the gate is against it, so that nobody overlooks that. */
export async function renderPromotion(
	name: VersionName,
	context: CommandContext,
	classifier: string,
): Promise<MessageContent> {
	const { registry, messages } = context;
	const texts = messages.commands.model;
	const shown = shownVersion(name, classifier);
	if (!isOwn(name, classifier)) return onlyText(texts.hostsOwn(shown));
	const serving = await servingVersion(classifier, registry);
	if (isSame(name, serving)) return onlyText(texts.servesAlready(shown));
	const against = await objection(name, serving, context, classifier);
	const alias = aliasOf(name, classifier);
	return {
		content: [
			texts.confirmPromote(shown, shownVersion(serving, classifier)),
			...(against ? [texts.against(against.reason), texts.forced] : []),
		].join('\n'),
		components: [
			row(
				against
					? button(MODEL, `force ${alias}`, texts.promoteAnyway, 'danger')
					: button(MODEL, `promote ${alias}`, texts.promoteNow, 'primary'),
				button(MODEL, 'leave', texts.leave),
			),
		],
	};
}

/**
 * Why the gate would keep what serves; undefined when it would not. What cannot be read is no champion to defend.
 * @throws {UserError} when the candidate cannot be read
 */
export async function objection(
	name: VersionName,
	serving: VersionName,
	context: CommandContext,
	classifier: string,
): Promise<Weighing | undefined> {
	await context.registry.read(name);
	try {
		const weighing = await weigh(name, serving, context, classifier);
		return weighing.verdict.decision === 'keep' ? weighing : undefined;
	} catch (error) {
		if (!isUserError(error, 'model-damaged', 'model-other-format', 'model-not-found')) throw error;
		return undefined;
	}
}

/** Asks whether what served before shall serve again. */
export async function renderRollback(
	{ registry, messages }: CommandContext,
	classifier: string,
): Promise<MessageContent> {
	const texts = messages.commands.model;
	const serving = await servingVersion(classifier, registry);
	const shown = shownVersion(serving, classifier);
	const { previous } = await registry.aliases(classifier);
	const target = parseVersionName(previous ?? '', classifier);
	if (!target) return onlyText(texts.nothingBefore(shown));
	return {
		content: texts.confirmRollback(shown, shownVersion(target, classifier)),
		components: [
			row(
				button(MODEL, `rollback ${aliasOf(serving, classifier)}`, texts.rollBackNow, 'danger'),
				button(MODEL, 'leave', texts.leave),
			),
		],
	};
}

import { type MessageComponentInteraction, userMention } from 'discord.js';
import { type CommandContext, type Component, defer, requireDatasetManager } from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import { formatVersionName, type VersionName } from '../../src/registry/version-name.ts';
import { MODEL } from '../shared/training-result.ts';
import { showComparison } from './compare.ts';
import { objection, renderPromotion, renderRollback } from './questions.ts';
import { isOwn, isSame, requireVersion, servingVersion, shownVersion } from './versions.ts';

const STATE =
	/^(ask-promote|ask-rollback|promote|force|rollback|compare|leave)(?: (\S{1,70}))?(?: (\S{1,70}))?$/;

/** The buttons below results and questions; whose models a member acts on depends on where they are, never on the button. */
export const component: Component = {
	...MODEL,
	async execute(interaction, state, context) {
		const classifier = requireDatasetManager(interaction, context);
		const [, part, alias = '', other = ''] = STATE.exec(state) ?? [];
		const { registry, messages } = context;
		switch (part) {
			case 'ask-promote': {
				const name = await requireVersion(alias, classifier, registry);
				await defer(interaction, { ephemeral: true });
				await interaction.editReply(await renderPromotion(name, context, classifier));
				return;
			}
			case 'ask-rollback':
				await defer(interaction, { ephemeral: true });
				await interaction.editReply(await renderRollback(context, classifier));
				return;
			case 'promote':
			case 'force': {
				const name = await requireVersion(alias, classifier, registry);
				await interaction.deferUpdate();
				await promote(interaction, context, classifier, { name, isForced: part === 'force' });
				return;
			}
			case 'rollback': {
				const from = await requireVersion(alias, classifier, registry);
				await interaction.deferUpdate();
				await rollBack(interaction, context, classifier, from);
				return;
			}
			case 'compare': {
				const candidate = await requireVersion(alias, classifier, registry);
				const champion = await requireVersion(other, classifier, registry);
				await defer(interaction, { ephemeral: true });
				await showComparison(interaction, context, classifier, { candidate, champion });
				return;
			}
			case 'leave':
				await interaction.update({ content: messages.commands.model.left, components: [] });
				return;
			default:
				throw new UserError('component-outdated', {});
		}
	},
};

interface Promotion {
	readonly name: VersionName;
	/** Whether the member was told what speaks against it. */
	readonly isForced: boolean;
}

async function promote(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	classifier: string,
	{ name, isForced }: Promotion,
): Promise<void> {
	const { registry, catalogue, messages, guildLog, predictors } = context;
	const serving = await servingVersion(classifier, registry);
	const against = isSame(name, serving) ? undefined : await objection(name, serving, context, classifier);
	// What the member agreed to is no longer what would happen.
	if (!isOwn(name, classifier) || isSame(name, serving) || (against && !isForced)) {
		await interaction.editReply(await renderPromotion(name, context, classifier));
		return;
	}
	await registry.promote(name, classifier);
	await predictors.refresh();
	const by = interaction.user.id;
	const detail = { version: formatVersionName(name), before: formatVersionName(serving) };
	await catalogue.dataset(classifier).audit.record({
		action: against ? 'force-promote' : 'promote',
		by,
		detail: against ? { ...detail, reason: against.verdict.reason } : detail,
	});
	const [shown, before] = [shownVersion(name, classifier), shownVersion(serving, classifier)];
	void guildLog.post(classifier, null, ({ commands }) =>
		against
			? commands.model.log.forced(userMention(by), shown, against.reason)
			: commands.model.log.promoted(userMention(by), shown, before),
	);
	await interaction.editReply({
		content: messages.commands.model.promoted(shown, before),
		components: [],
	});
}

async function rollBack(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	classifier: string,
	from: VersionName,
): Promise<void> {
	const { registry, catalogue, messages, guildLog, predictors } = context;
	const texts = messages.commands.model;
	const serving = await servingVersion(classifier, registry);
	if (!isSame(serving, from)) {
		const content = texts.changedMeanwhile(shownVersion(serving, classifier));
		await interaction.editReply({ content, components: [] });
		return;
	}
	const now = await registry.rollBack(classifier, { from });
	if (isSame(now, from)) {
		// It serves without being this classifier's champion: the host's, which a server follows, or what was shipped.
		await interaction.editReply(await renderRollback(context, classifier));
		return;
	}
	await predictors.refresh();
	const by = interaction.user.id;
	await catalogue.dataset(classifier).audit.record({
		action: 'roll-back',
		by,
		detail: { version: formatVersionName(now), before: formatVersionName(from) },
	});
	const [shown, before] = [shownVersion(now, classifier), shownVersion(from, classifier)];
	void guildLog.post(classifier, null, ({ commands }) =>
		commands.model.log.rolledBack(userMention(by), shown, before),
	);
	await interaction.editReply({ content: texts.rolledBack(shown, before), components: [] });
}

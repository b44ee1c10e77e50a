import type { BaseInteraction } from 'discord.js';
import { renderTopLabels } from '../../src/bot/answer/render.ts';
import type { ImageAnswer } from '../../src/bot/answer/verdict.ts';
import type { CommandContext } from '../../src/bot/commands/context.ts';
import { DEFAULT_SETTINGS } from '../../src/bot/settings/settings.ts';

/** The answer to somebody who asked: by the threshold of the guild they asked in, in their own language. */
export async function topLabelsText(
	answers: readonly ImageAnswer[],
	{ guildId }: BaseInteraction,
	context: Pick<CommandContext, 'settings' | 'judgeStatus' | 'locale'>,
): Promise<string> {
	const { threshold } = guildId ? await context.settings.get(guildId) : DEFAULT_SETTINGS;
	return renderTopLabels(answers, {
		labels: context.judgeStatus().labels,
		threshold,
		locale: context.locale,
	});
}

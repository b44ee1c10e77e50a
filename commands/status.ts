import { MessageFlags, TimestampStyles, time } from 'discord.js';
import { escapeText } from '../src/bot/answer/escape.ts';
import { listLabels } from '../src/bot/answer/render.ts';
import type { ChatInputCommand } from '../src/bot/commands/command.ts';
import { described } from '../src/bot/commands/localised.ts';
import { EVERYWHERE } from '../src/bot/commands/places.ts';
import { byteSize } from '../src/i18n/format.ts';

/** Model, queue and health; a little more for those who run the host. */
export default {
	data: {
		name: 'status',
		...described(({ status }) => status),
		...EVERYWHERE,
	},
	async execute(interaction, { messages, locale, judgeStatus, botStatus, isOwner }) {
		const judge = judgeStatus();
		const bot = botStatus();
		const failure = bot.lastFailure;
		const content = messages.commands.status.text({
			model: escapeText(judge.model),
			labels: listLabels(judge.labels, locale),
			waiting: bot.queue.waiting + judge.queue.waiting,
			workers: judge.queue.workers,
			judged: judge.judged,
			started: ago(bot.startedAt),
			memory: byteSize(process.memoryUsage.rss()),
			lastError: failure && { when: ago(failure.at), reference: failure.reference },
			seesPhotos: bot.messageContent !== false,
			host: isOwner
				? {
						guilds: bot.guilds,
						latencyMs: bot.latencyMs,
						backbone: escapeText(judge.backbone),
						lastError: failure && escapeText(failure.text, 300),
					}
				: null,
		});
		await interaction.reply({ content, flags: MessageFlags.Ephemeral });
	},
} satisfies ChatInputCommand;

/** Discord shows it in the reader's language: “3 hours ago”. */
function ago(ms: number): string {
	return time(Math.floor(ms / 1_000), TimestampStyles.RelativeTime);
}

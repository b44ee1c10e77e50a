import { MessageFlags, TimestampStyles, time } from 'discord.js';
import {
	type ChatInputCommand,
	type CommandContext,
	described,
	EVERYWHERE,
	escapeText,
	listLabels,
	shownModel,
} from '../src/bot/kit.ts';
import { byteSize } from '../src/i18n/format.ts';
import { DEFAULT_CLASSIFIER } from '../src/registry/version-name.ts';
import { describeLastRun, relative } from './shared/schedule-text.ts';

/** Model, queue and health; a little more for those who run the host. */
export default {
	data: {
		name: 'status',
		...described(({ status }) => status),
		...EVERYWHERE,
	},
	async execute(interaction, context) {
		const { messages, locale, predictorStatus, botStatus, isOwner } = context;
		const predictor = predictorStatus();
		const bot = botStatus();
		const failure = bot.lastFailure;
		const content = messages.commands.status.text({
			model: escapeText(shownModel(predictor.model)),
			labels: listLabels(predictor.labels, { locale, names: predictor.names }),
			waiting: bot.queue.waiting + predictor.queue.waiting,
			workers: predictor.queue.workers,
			judged: predictor.judged,
			training: await trainingLine(interaction.guildId, context),
			started: ago(bot.startedAt),
			memory: byteSize(process.memoryUsage.rss()),
			lastError: failure && { when: ago(failure.at), reference: failure.reference },
			seesPhotos: bot.messageContent !== false,
			host: isOwner
				? {
						guilds: bot.guilds,
						shards: bot.shards,
						latencyMs: bot.latencyMs,
						backbone: escapeText(predictor.backbone),
						device: predictor.device.providers.join(', '),
						lastError: failure && escapeText(failure.text, 300),
						shared: await context.lookAtShared?.(),
					}
				: null,
		});
		await interaction.reply({ content, flags: MessageFlags.Ephemeral });
	},
} satisfies ChatInputCommand;

/** When the classifier that is gone by here is trained next, and what came of it last. */
async function trainingLine(
	guildId: string | null,
	{ schedules, catalogue, messages, locale }: CommandContext,
): Promise<string> {
	const texts = messages.commands.schedule;
	const { classifier } = await catalogue.followed(guildId ?? DEFAULT_CLASSIFIER);
	const status = await schedules.status(classifier);
	const last = describeLastRun(status, classifier, messages, locale);
	const next = status.nextRun && texts.statusNext(relative(status.nextRun));
	return texts.status(
		next ?? (status.paused ? texts.statusPaused : texts.statusNone),
		last && `${last.when}: ${last.result}`,
	);
}

/** Discord shows it in the reader's language: “3 hours ago”. */
function ago(ms: number): string {
	return time(Math.floor(ms / 1_000), TimestampStyles.RelativeTime);
}

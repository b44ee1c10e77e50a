import { channelMention, MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	button,
	type CommandContext,
	described,
	type MessageContent,
	type Row,
	row,
} from '../../src/bot/kit.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import type { Schedule } from '../../src/train/schedule/schedule.ts';
import { ENOUGH_PHOTOS } from '../../src/train/training.ts';
import { notLearnedLine, notLearnedNext } from '../shared/not-learned.ts';
import { absolute, describeLastRun, describePlan, relative } from '../shared/schedule-text.ts';
import type { ClassifierSubcommand } from '../shared/subcommands.ts';

/** Times shown. */
const SHOWN = 3;

export const show: ClassifierSubcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'show',
		...described(({ schedule }) => schedule.show),
	},
	async execute(interaction, context, classifier) {
		await interaction.reply({
			...(await renderStatus(classifier, context)),
			flags: MessageFlags.Ephemeral,
		});
	},
};

/** What there is to know of a schedule, with a button to cancel the run that is under way. */
export async function renderStatus(classifier: string, context: CommandContext): Promise<MessageContent> {
	const { isRunning } = await context.schedules.status(classifier);
	return {
		content: await renderSchedule(classifier, context),
		components: isRunning ? [cancelRow(context.messages)] : [],
	};
}

/** What is planned, when it is next, and what came of it last. */
export async function renderSchedule(
	classifier: string,
	context: CommandContext,
	title = context.messages.commands.schedule.title,
): Promise<string> {
	const { schedules, settings, messages, locale, mention } = context;
	const texts = messages.commands.schedule;
	const status = await schedules.status(classifier);
	const { schedule } = status;
	if (!schedule) return texts.none(mention('schedule set'));
	const { logChannelId } = await settings.get(classifier);
	const last = describeLastRun(status, classifier, messages, locale);
	return [
		title(describePlan(schedule, messages)),
		...(status.paused
			? [texts.isPaused]
			: [texts.next(nextTimes(schedules.nextRuns(classifier, schedule, SHOWN)))]),
		...(status.isRunning ? [texts.isRunning] : []),
		schedule.crawl ? texts.collects(schedule.crawl.wanted) : texts.collectsNone,
		schedule.fineTunes ? texts.fineTunes(ENOUGH_PHOTOS) : texts.fineTunesNever,
		texts.report(placeOf(schedule, logChannelId, texts.logChannel), schedule.isQuiet),
		...(await lostLine(classifier, schedule, context)),
		...(last ? [texts.last(last.when, last.result)] : []),
		...spreadLine(schedules.offsetMinutes(classifier), texts.spread),
	].join('\n');
}

/** What the planned training will not know of what is recognised now, and who answers for that. */
async function lostLine(classifier: string, { crawl }: Schedule, context: CommandContext): Promise<string[]> {
	const dataset = await context.catalogue.followed(classifier);
	const found = await notLearnedNext(dataset, { classifier, wanted: crawl?.wanted }, context);
	return found ? [notLearnedLine(found, classifier, context)] : [];
}

function nextTimes(times: readonly Date[]): string[] {
	return times.map((at, index) => (index === 0 ? `${absolute(at)} (${relative(at)})` : absolute(at)));
}

function spreadLine(minutes: number, text: (minutes: number) => string): string[] {
	return minutes > 0 ? [text(minutes)] : [];
}

/** Where the result is told. */
export function placeOf(
	{ channelId }: Pick<Schedule, 'channelId'>,
	logChannelId: string | null,
	logChannel: string,
): string | undefined {
	if (channelId !== null) return channelMention(channelId);
	return logChannelId === null ? undefined : `${logChannel} (${channelMention(logChannelId)})`;
}

/** The custom id of the button that cancels a run. */
export const SCHEDULE = { name: 'schedule', version: 1 } as const;

export function cancelRow({ commands }: Messages): Row {
	return row(button(SCHEDULE, 'cancel', commands.schedule.cancel));
}

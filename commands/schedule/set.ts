import { type AutocompleteInteraction, type ChatInputCommandInteraction, userMention } from 'discord.js';
import { ApplicationCommandOptionType, ChannelType } from 'discord-api-types/v10';
import {
	type CommandContext,
	datasetToRead,
	defer,
	described,
	MAX_SUGGESTIONS,
	named,
	readArguments,
	requireWritable,
} from '../../src/bot/kit.ts';
import { requireCrawler } from '../../src/crawl/open-crawler.ts';
import { requirePhotoRoom } from '../../src/dataset/quotas.ts';
import { chosenCron } from '../../src/train/schedule/plain-plan.ts';
import type { ScheduleDraft } from '../../src/train/schedule/schedules.ts';
import { describePlan } from '../shared/schedule-text.ts';
import type { ClassifierSubcommand, SubcommandData } from '../shared/subcommands.ts';
import { renderSchedule } from './show.ts';
import { clockIn, likelyTimezone, suggestTimezones } from './timezones.ts';

/** Photos that each label is to have where nobody says: more each night would only be slower. */
const DEFAULT_WANTED = 100;

/** As of `/crawl`. */
const MAX_WANTED = 1_000;

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'set',
	...described(({ schedule }) => schedule.set),
	options: [
		{
			type: ApplicationCommandOptionType.String,
			name: 'time',
			...described(({ schedule }) => schedule.set.options.time),
			max_length: 8,
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'day',
			...described(({ schedule }) => schedule.set.options.day),
			choices: [
				{ value: 'every', ...named(({ schedule }) => schedule.everyDay) },
				{ value: 'mon', ...named(({ schedule }) => schedule.days.mon) },
				{ value: 'tue', ...named(({ schedule }) => schedule.days.tue) },
				{ value: 'wed', ...named(({ schedule }) => schedule.days.wed) },
				{ value: 'thu', ...named(({ schedule }) => schedule.days.thu) },
				{ value: 'fri', ...named(({ schedule }) => schedule.days.fri) },
				{ value: 'sat', ...named(({ schedule }) => schedule.days.sat) },
				{ value: 'sun', ...named(({ schedule }) => schedule.days.sun) },
			],
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'timezone',
			...described(({ schedule }) => schedule.set.options.timezone),
			autocomplete: true,
		},
		{
			type: ApplicationCommandOptionType.Integer,
			name: 'crawl',
			...described(({ schedule }) => schedule.set.options.crawl),
			min_value: 0,
			max_value: MAX_WANTED,
		},
		{
			type: ApplicationCommandOptionType.Channel,
			name: 'channel',
			...described(({ schedule }) => schedule.set.options.channel),
			channel_types: [
				ChannelType.GuildText,
				ChannelType.GuildAnnouncement,
				ChannelType.PublicThread,
				ChannelType.PrivateThread,
			],
		},
		{
			type: ApplicationCommandOptionType.Boolean,
			name: 'quiet',
			...described(({ schedule }) => schedule.set.options.quiet),
		},
		{
			type: ApplicationCommandOptionType.Boolean,
			name: 'fine_tune',
			...described(({ schedule }) => schedule.set.options.fineTune),
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'cron',
			...described(({ schedule }) => schedule.set.options.cron),
			max_length: 100,
		},
	],
} as const satisfies SubcommandData;

type Chosen = ReturnType<typeof readArguments<typeof data.options>>;

/** Plans trainings; what is left out stays as it was, or is as most people want it. */
export const set: ClassifierSubcommand & Required<Pick<ClassifierSubcommand, 'autocomplete'>> = {
	data,
	async execute(interaction, context, classifier) {
		const { schedules, messages, guildLog } = context;
		const chosen = readArguments(data.options, interaction);
		if (chosen.channel) requireWritable(interaction, chosen.channel.id);
		if (chosen.crawl) requireCrawler(context);
		// A server that follows the host gets its copy first, which may take seconds.
		await defer(interaction, { ephemeral: true });
		const draft = await draftOf(chosen, interaction, context, classifier);
		schedules.check(draft);
		if (draft.crawl) {
			const seen = await datasetToRead(interaction, context);
			await requirePhotoRoom(classifier, seen, await seen.labels.list(), draft.crawl.wanted, context.quotas);
		}
		const schedule = await schedules.set(classifier, draft, interaction.user.id);
		void guildLog.post(classifier, null, (texts) =>
			texts.commands.schedule.log.set(userMention(interaction.user.id), describePlan(schedule, texts)),
		);
		const content = await renderSchedule(classifier, context, messages.commands.schedule.isSet);
		await interaction.editReply({ content });
	},
	async autocomplete(interaction, { schedules, locale, messages }, classifier) {
		const typed = interaction.options.getFocused();
		const planned = (await schedules.get(classifier))?.timezone;
		const likely = [...(planned === undefined ? [] : [planned]), timezoneOf(interaction)];
		const now = Date.now();
		await interaction.respond(
			suggestTimezones(typed, likely, MAX_SUGGESTIONS).map((name) => ({
				name: messages.commands.schedule.timezone(name, clockIn(name, now, locale)),
				value: name,
			})),
		);
	},
};

async function draftOf(
	{ time, day, cron, timezone, crawl, channel, quiet, fine_tune: fineTunes }: Chosen,
	interaction: ChatInputCommandInteraction,
	{ schedules, crawler }: CommandContext,
	classifier: string,
): Promise<ScheduleDraft> {
	const before = await schedules.get(classifier);
	// Without a crawler there is nothing to collect from.
	const wanted = crawl ?? (before ? before.crawl?.wanted : crawler ? DEFAULT_WANTED : undefined);
	// In direct messages the host hears of it there.
	const here = interaction.guildId === null ? interaction.channelId : null;
	return {
		cron: chosenCron({ time, day, cron }, before?.cron),
		timezone: timezone ?? before?.timezone ?? timezoneOf(interaction),
		crawl: wanted ? { wanted } : null,
		fineTunes: fineTunes ?? before?.fineTunes ?? true,
		channelId: channel?.id ?? before?.channelId ?? here,
		isQuiet: quiet ?? before?.isQuiet ?? false,
	};
}

function timezoneOf({ guild }: ChatInputCommandInteraction | AutocompleteInteraction): string {
	return likelyTimezone(guild?.preferredLocale);
}

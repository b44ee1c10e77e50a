import {
	type ChatInputCommandInteraction,
	type MessageComponentInteraction,
	PermissionFlagsBits,
	userMention,
} from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	type ChatInputCommand,
	type ChatInputData,
	type CommandContext,
	type Component,
	calledIn,
	datasetToChange,
	datasetToRead,
	defer,
	described,
	escapeText,
	IN_SERVERS_AND_DIRECT_MESSAGES,
	MAX_SUGGESTIONS,
	named,
	readArguments,
	requireDatasetManager,
	requireLabel,
	suggestLabels,
} from '../../src/bot/kit.ts';
import { requireCrawler } from '../../src/crawl/open-crawler.ts';
import { SOURCES, type SourceName } from '../../src/dataset/candidate.ts';
import type { Dataset, Label } from '../../src/dataset/catalogue/catalogue.ts';
import { granted, requirePhotoRoom } from '../../src/dataset/quotas.ts';
import { UserError } from '../../src/errors.ts';
import { CRAWL, parseCollect } from '../shared/next-steps.ts';
import { datasetFor } from '../shared/subcommands.ts';

/** Stands for every label; no label can be called so. */
const ALL = '*';

/** Photos a label may be crawled up to from chat: a head on a frozen backbone gains little beyond. */
const MAX_COUNT = 1_000;

/** Photos that a label is brought up to by a button. */
const COLLECTED = 100;

/** Labels named in the server's log. */
const LOGGED_LABELS = 10;

const data = {
	name: 'crawl',
	...described(({ crawl }) => crawl),
	default_member_permissions: String(PermissionFlagsBits.ManageGuild),
	...IN_SERVERS_AND_DIRECT_MESSAGES,
	options: [
		{
			type: ApplicationCommandOptionType.String,
			name: 'label',
			...described(({ crawl }) => crawl.options.label),
			required: true,
			autocomplete: true,
		},
		{
			type: ApplicationCommandOptionType.Integer,
			name: 'count',
			...described(({ crawl }) => crawl.options.count),
			required: true,
			min_value: 1,
			max_value: MAX_COUNT,
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'source',
			...described(({ crawl }) => crawl.options.source),
			choices: [
				{ value: 'inaturalist', ...named(({ crawl }) => crawl.sources.inaturalist) },
				{ value: 'commons', ...named(({ crawl }) => crawl.sources.commons) },
				{ value: 'openverse', ...named(({ crawl }) => crawl.sources.openverse) },
				{ value: 'flickr', ...named(({ crawl }) => crawl.sources.flickr) },
				{ value: 'folder', ...named(({ crawl }) => crawl.sources.folder) },
			],
		},
	],
} as const satisfies ChatInputData;

/** The button below a crawl, and those elsewhere that begin one. */
const component: Component = {
	...CRAWL,
	async execute(interaction, state, context) {
		const ids = parseCollect(state);
		if (!ids) return cancel(interaction, context);
		const names = (await (await datasetToRead(interaction, context)).labels.list()).flatMap(({ id, name }) =>
			ids.includes(id) ? [name] : [],
		);
		await startCrawl(interaction, context, {
			choose: ({ labels }) => labels.findAll(names),
			wanted: COLLECTED,
			isAll: false,
		});
	},
};

async function cancel(interaction: MessageComponentInteraction, context: CommandContext): Promise<void> {
	const classifier = requireDatasetManager(interaction, context);
	const by = interaction.user.id;
	if (!(await context.crawls.cancel(classifier, by))) throw new UserError('component-outdated', {});
	await context.catalogue.dataset(classifier).audit.record({ action: 'crawl-cancel', by });
	// The message itself is edited when the crawl has ended.
	await interaction.deferUpdate();
}

/** Brings a label, or all, up to a number of photos; for members with Manage Server, and for the host. */
export default {
	data,
	components: [component],
	async execute(interaction, context) {
		const { label, count, source } = readArguments(data.options, interaction);
		requireSource(source, context);
		await startCrawl(interaction, context, {
			choose: async (dataset) =>
				label === ALL ? dataset.labels.list() : [await requireLabel(dataset, label)],
			wanted: count,
			source,
			isAll: label === ALL,
		});
	},
	async autocomplete(interaction, context) {
		const dataset = await datasetFor(interaction, context);
		const typed = interaction.options.getFocused();
		const labels = dataset ? await suggestLabels(dataset, typed, context.locale) : [];
		const all = { name: context.messages.commands.crawl.allLabels(labels.length), value: ALL };
		await interaction.respond(
			typed === '' && labels.length > 1 ? [all, ...labels].slice(0, MAX_SUGGESTIONS) : labels,
		);
	},
} satisfies ChatInputCommand;

interface CrawlStart {
	/** The labels, in the dataset that the server goes by, and in its own. */
	readonly choose: (dataset: Dataset) => Promise<Label[]>;
	readonly wanted: number;
	readonly source?: SourceName;
	readonly isAll: boolean;
}

/** What is refused changes nothing, so that the server goes on following the host. @throws {UserError} */
async function startCrawl(
	interaction: ChatInputCommandInteraction | MessageComponentInteraction,
	context: CommandContext,
	{ choose, wanted, source, isAll }: CrawlStart,
): Promise<void> {
	const classifier = requireDatasetManager(interaction, context);
	requireCrawler(context);
	const seen = await datasetToRead(interaction, context);
	const chosen = await choose(seen);
	if (chosen.length === 0) throw new UserError('no-labels', {});
	await requirePhotoRoom(classifier, seen, chosen, wanted, context.quotas);
	await context.crawls.requireFree(classifier);
	if (interaction.isMessageComponent()) await interaction.deferUpdate();
	// A server that follows the host gets its copy first, which may take seconds.
	else if (seen.classifier !== classifier) await defer(interaction, { ephemeral: false });
	const dataset = await datasetToChange(interaction, context);
	const labels = await choose(dataset);
	const by = interaction.user.id;
	await context.crawls.begin(
		{
			classifier,
			labels: labels.map(({ id }) => id),
			wanted,
			most: granted(classifier, context.quotas)?.photos,
			sources: source && [source],
			by,
			locale: context.locale,
		},
		interaction,
	);
	await dataset.audit.record({
		action: 'crawl',
		by,
		detail: {
			labels: isAll ? null : labels.map(({ name }) => name).join(', '),
			wanted,
			source: source ?? null,
		},
	});
	void context.guildLog.post(classifier, null, ({ bot }, locale) => {
		const names = labels.slice(0, LOGGED_LABELS).map((label) => escapeText(calledIn(label, locale)));
		return bot.log.crawlStarted(userMention(by), bot.answer.labels(names, labels.length - names.length));
	});
}

/** @throws {UserError} `crawler-contact-needed`, `source-not-available`: at once, and not from a crawl that fails */
function requireSource(source: SourceName | undefined, context: CommandContext): void {
	const { sources } = requireCrawler(context);
	if (source === undefined || sources.includes(source)) return;
	const available = SOURCES.filter((known) => sources.includes(known));
	throw new UserError('source-not-available', { source, available });
}

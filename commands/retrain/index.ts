import { MessageFlags, PermissionFlagsBits } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	type ChatInputCommand,
	type ChatInputData,
	datasetToRead,
	described,
	IN_SERVERS_AND_DIRECT_MESSAGES,
	readArguments,
	requireHost,
	requireLabel,
} from '../../src/bot/kit.ts';
import { requireCrawler } from '../../src/crawl/open-crawler.ts';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import { readList } from '../../src/dataset/catalogue/name-lists.ts';
import { UserError } from '../../src/errors.ts';
import { datasetFor } from '../shared/subcommands.ts';
import { component } from './component.ts';
import { MAX_CHOSEN, renderQuestion, suggestList } from './question.ts';
import { chosenRecipe, RECIPE_OPTIONS } from './recipe.ts';

/** Photos that each label is to have where only labels are named. */
const DEFAULT_WANTED = 100;

/** As of `/crawl`. */
const MAX_WANTED = 1_000;

const data = {
	name: 'retrain',
	...described(({ retrain }) => retrain),
	default_member_permissions: String(PermissionFlagsBits.ManageGuild),
	...IN_SERVERS_AND_DIRECT_MESSAGES,
	options: [
		{
			type: ApplicationCommandOptionType.Integer,
			name: 'crawl',
			...described(({ retrain }) => retrain.options.crawl),
			min_value: 1,
			max_value: MAX_WANTED,
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'label',
			...described(({ retrain }) => retrain.options.label),
			autocomplete: true,
		},
		{
			type: ApplicationCommandOptionType.Boolean,
			name: 'fine_tune',
			...described(({ retrain }) => retrain.options.fineTune),
		},
		...RECIPE_OPTIONS,
	],
} as const satisfies ChatInputData;

/** Asks, and then trains; for members with Manage Server, and in direct messages for the host. */
export default {
	data,
	components: [component],
	async execute(interaction, context) {
		const dataset = await datasetToRead(interaction, context);
		const given = readArguments(data.options, interaction);
		const { crawl, label, fine_tune: tunes = false } = given;
		const fromScratch = chosenRecipe(given);
		if (tunes || fromScratch) requireHost(context);
		if (fromScratch) requireAlone({ crawl, label, fine_tune: tunes || undefined });
		const chosen: Label[] = [];
		for (const name of readList(label)) chosen.push(await requireLabel(dataset, name));
		if (chosen.length > MAX_CHOSEN) throw new UserError('too-many-names', { limit: MAX_CHOSEN });
		if ((await dataset.labels.list()).length === 0) throw new UserError('no-labels', {});
		if (await context.trainings.isUnderWay(interaction.guildId ?? dataset.classifier))
			throw new UserError('training-running', {});
		const wanted = crawl ?? (chosen.length > 0 ? DEFAULT_WANTED : undefined);
		if (wanted !== undefined) requireCrawler(context);
		await interaction.reply({
			...(await renderQuestion(dataset, {
				classifier: interaction.guildId ?? dataset.classifier,
				isOwn: dataset.classifier === (interaction.guildId ?? dataset.classifier),
				tunes,
				...(fromScratch && { fromScratch }),
				...(wanted !== undefined && { crawl: { labels: chosen, wanted } }),
				context,
			})),
			flags: MessageFlags.Ephemeral,
		});
	},
	async autocomplete(interaction, context) {
		const dataset = await datasetFor(interaction, context);
		await interaction.respond(
			dataset ? await suggestList(dataset, interaction.options.getFocused(), context.locale) : [],
		);
	},
} satisfies ChatInputCommand;

/** A network from scratch learns from the photos that are there, and is no backbone's. @throws {UserError} `options-exclude` */
function requireAlone(others: Readonly<Record<string, unknown>>): void {
	const [other] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
	if (other !== undefined) throw new UserError('options-exclude', { option: 'network', other });
}

import { PermissionFlagsBits } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	type ChatInputCommand,
	type ChatInputData,
	described,
	IN_SERVERS_AND_DIRECT_MESSAGES,
	readArguments,
} from '../../src/bot/kit.ts';
import { readList } from '../../src/dataset/catalogue/name-lists.ts';
import { DEFAULT_LEARNED_PHOTOS } from '../../src/train/learning/plan.ts';
import { MIN_PICTURES } from '../../src/train/training.ts';
import { component, form } from './component.ts';
import { start } from './start.ts';

/** As of `/crawl`. */
const MAX_COUNT = 1_000;

const data = {
	name: 'learn',
	...described(({ learn }) => learn),
	default_member_permissions: String(PermissionFlagsBits.ManageGuild),
	...IN_SERVERS_AND_DIRECT_MESSAGES,
	options: [
		{
			type: ApplicationCommandOptionType.String,
			name: 'names',
			...described(({ learn }) => learn.options.names),
			required: true,
			max_length: 600,
		},
		{
			type: ApplicationCommandOptionType.Integer,
			name: 'count',
			...described(({ learn }) => learn.options.count),
			min_value: MIN_PICTURES,
			max_value: MAX_COUNT,
		},
	],
} as const satisfies ChatInputData;

/** From names to a bot that knows them, in one message; for members with Manage Server, and for the host. */
export default {
	data,
	components: [component],
	modals: [form],
	async execute(interaction, context) {
		const { names, count = DEFAULT_LEARNED_PHOTOS } = readArguments(data.options, interaction);
		await start(interaction, context, { names: readList(names), wanted: count });
	},
} satisfies ChatInputCommand;

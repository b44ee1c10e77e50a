import { MessageFlags, PermissionFlagsBits } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	type ChatInputCommand,
	type ChatInputData,
	described,
	IN_SERVERS_AND_DIRECT_MESSAGES,
	named,
	requireDatasetManager,
} from '../../src/bot/kit.ts';
import { AUDIT_ACTIONS } from '../../src/dataset/catalogue/catalogue.ts';
import { UserError } from '../../src/errors.ts';
import { type AuditPageQuery, component, parseDay, renderPage } from './page.ts';

/** Discord offers 25 kinds to choose from; nobody looks for what did not happen. */
const UNASKED: readonly string[] = ['retrain-cancel', 'crawl-cancel'];

const data = {
	name: 'audit',
	...described(({ audit }) => audit),
	default_member_permissions: String(PermissionFlagsBits.ManageGuild),
	...IN_SERVERS_AND_DIRECT_MESSAGES,
	options: [
		{
			type: ApplicationCommandOptionType.User,
			name: 'by',
			...described(({ audit }) => audit.options.by),
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'action',
			...described(({ audit }) => audit.options.action),
			choices: AUDIT_ACTIONS.filter((action) => !UNASKED.includes(action)).map((action) => ({
				value: action,
				...named(({ audit }) => audit.actions[action]),
			})),
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'before',
			...described(({ audit }) => audit.options.before),
			max_length: 10,
		},
	],
} as const satisfies ChatInputData;

/** Who changed what, and when; for members with Manage Server, and in direct messages for the host. */
export default {
	data,
	components: [component],
	async execute(interaction, context) {
		const classifier = requireDatasetManager(interaction, context);
		const { options } = interaction;
		const query: AuditPageQuery = {
			by: options.getUser('by')?.id,
			action: AUDIT_ACTIONS.find((action) => action === options.getString('action')),
			day: requireDay(options.getString('before')),
		};
		await interaction.reply({
			...(await renderPage(context.catalogue.dataset(classifier), query, context.messages)),
			flags: MessageFlags.Ephemeral,
		});
	},
} satisfies ChatInputCommand;

/** @throws {UserError} `bad-option` */
function requireDay(text: string | null): string | undefined {
	if (text === null) return undefined;
	if (!parseDay(text))
		throw new UserError('bad-option', { option: 'before', value: text, expected: 'YYYY-MM-DD' });
	return text;
}

import { PermissionFlagsBits } from 'discord.js';
import {
	type ChatInputCommand,
	described,
	IN_SERVERS_AND_DIRECT_MESSAGES,
	requireDatasetManager,
} from '../../src/bot/kit.ts';
import { isUserError } from '../../src/errors.ts';
import { leadToClassifier } from '../shared/subcommands.ts';
import { pause, resume } from './pause.ts';
import { component, run } from './run.ts';
import { set } from './set.ts';
import { show } from './show.ts';

const SUBCOMMANDS = [show, set, pause, resume, run];

/** When a classifier is trained by itself; for members with Manage Server, and in direct messages for the host. */
export default {
	data: {
		name: 'schedule',
		...described(({ schedule }) => schedule),
		default_member_permissions: String(PermissionFlagsBits.ManageGuild),
		...IN_SERVERS_AND_DIRECT_MESSAGES,
		options: SUBCOMMANDS.map(({ data }) => data),
	},
	components: [component],
	...leadToClassifier(SUBCOMMANDS),
	async autocomplete(interaction, context) {
		try {
			const classifier = requireDatasetManager(interaction, context);
			await set.autocomplete(interaction, context, classifier);
		} catch (error) {
			// A suggestion cannot refuse.
			if (!isUserError(error)) throw error;
			await interaction.respond([]);
		}
	},
} satisfies ChatInputCommand;

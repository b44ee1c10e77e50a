import { PermissionFlagsBits } from 'discord.js';
import { type ChatInputCommand, described, IN_SERVERS_AND_DIRECT_MESSAGES } from '../../src/bot/kit.ts';
import { DEFAULT_CLASSIFIER } from '../../src/registry/version-name.ts';
import { datasetFor, leadToClassifier } from '../shared/subcommands.ts';
import { backbone } from './backbone.ts';
import { backboneComponent } from './backbone-component.ts';
import { compare } from './compare.ts';
import { component } from './component.ts';
import { exportVersion } from './export.ts';
import { figures } from './figures.ts';
import { importNetwork } from './import.ts';
import { info } from './info.ts';
import { list } from './list.ts';
import { promote, rollback } from './promotion.ts';
import { suggestVersions } from './versions.ts';

const SUBCOMMANDS = [list, info, compare, promote, rollback, exportVersion, importNetwork, backbone];

/** The versions of a server's classifier; for members with Manage Server, and in direct messages for the host. */
export default {
	data: {
		name: 'model',
		...described(({ model }) => model),
		default_member_permissions: String(PermissionFlagsBits.ManageGuild),
		...IN_SERVERS_AND_DIRECT_MESSAGES,
		options: SUBCOMMANDS.map(({ data }) => data),
	},
	components: [component, backboneComponent, figures],
	...leadToClassifier(SUBCOMMANDS),
	async autocomplete(interaction, context) {
		// A suggestion cannot refuse: whoever may not see models is suggested none.
		const isManager = (await datasetFor(interaction, context)) !== undefined;
		const classifier = interaction.guildId ?? DEFAULT_CLASSIFIER;
		const typed = interaction.options.getFocused();
		await interaction.respond(isManager ? await suggestVersions(classifier, context.registry, typed) : []);
	},
} satisfies ChatInputCommand;

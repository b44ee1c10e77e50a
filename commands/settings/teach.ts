import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { datasetToChange, defer, described, named, readArguments } from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import type { Subcommand, SubcommandData } from '../shared/subcommands.ts';
import { applySetting } from './apply.ts';
import { describeSetting } from './describe.ts';

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'teach',
	...described(({ settings }) => settings.teach),
	options: [
		{
			type: ApplicationCommandOptionType.String,
			name: 'members',
			...described(({ settings }) => settings.teach.options.members),
			required: true,
			choices: [
				{ value: 'on', ...named(({ settings }) => settings.teach.choices.on) },
				{ value: 'off', ...named(({ settings }) => settings.teach.choices.off) },
			],
		},
	],
} as const satisfies SubcommandData;

/** Whether members may give photos; what was given stays when it is turned off. */
export const teach: Subcommand = {
	data,
	async execute(interaction, context, guildId) {
		const isOn = readArguments(data.options, interaction).members === 'on';
		if (isOn && !context.teaching?.isOn) throw new UserError('teaching-off', {});
		// What is taught goes to labels of the server's own: one that follows the host gets its copy first.
		await defer(interaction, { ephemeral: true });
		if (isOn) await datasetToChange(interaction, context);
		const settings = await applySetting(interaction, context, guildId, 'teach', () => ({ teach: isOn }));
		const { changed, panel } = context.messages.commands.settings;
		await interaction.editReply({
			content: changed(panel.teach, describeSetting('teach', settings, context.messages)),
		});
	},
};

import { type ChatInputCommand, described, IN_SERVERS } from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import { component } from './component.ts';
import { photo } from './photo.ts';
import { withdraw } from './withdraw.ts';

const SUBCOMMANDS = [photo, withdraw];

/** Photos that members give to train their server's classifier; off unless the host and the server's admins turn it on. */
export default {
	data: {
		name: 'teach',
		...described(({ teach }) => teach),
		...IN_SERVERS,
		options: SUBCOMMANDS.map(({ data }) => data),
	},
	components: [component],
	async execute(interaction, context) {
		const name = interaction.options.getSubcommand();
		const subcommand = SUBCOMMANDS.find(({ data }) => data.name === name);
		if (!subcommand) throw new UserError('component-outdated', {});
		await subcommand.execute(interaction, context);
	},
	autocomplete: photo.autocomplete,
} satisfies ChatInputCommand;

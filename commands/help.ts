import { MessageFlags } from 'discord.js';
import { listLabels } from '../src/bot/answer/render.ts';
import type { ChatInputCommand } from '../src/bot/commands/command.ts';
import { described } from '../src/bot/commands/localised.ts';
import { EVERYWHERE } from '../src/bot/commands/places.ts';

/** What Hantei can do, and how. */
export default {
	data: {
		name: 'help',
		...described(({ help }) => help),
		...EVERYWHERE,
	},
	async execute(interaction, { messages, locale, judgeStatus, botStatus, mention }) {
		const content = messages.commands.help.text({
			labels: listLabels(judgeStatus().labels, locale),
			seesPhotos: botStatus().messageContent !== false,
			classify: mention('classify'),
			settings: mention('settings show'),
			addLabel: mention('labels add'),
			crawl: mention('crawl'),
			dataset: mention('dataset stats'),
			privacy: mention('privacy'),
			status: mention('status'),
		});
		await interaction.reply({ content, flags: MessageFlags.Ephemeral });
	},
} satisfies ChatInputCommand;

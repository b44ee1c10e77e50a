import { MessageFlags } from 'discord.js';
import { type ChatInputCommand, described, EVERYWHERE, listLabels } from '../src/bot/kit.ts';

/** The rest of the text leaves room for so many, each escaped to twice its length. */
const FEW_LABELS = { labels: 5, labelCharacters: 30 };

/** What Hantei can do, and how. */
export default {
	data: {
		name: 'help',
		...described(({ help }) => help),
		...EVERYWHERE,
	},
	async execute(interaction, { messages, locale, judgeStatus, botStatus, mention }) {
		const content = messages.commands.help.text({
			labels: listLabels(judgeStatus().labels, locale, FEW_LABELS),
			seesPhotos: botStatus().messageContent !== false,
			classify: mention('classify'),
			settings: mention('settings show'),
			addLabel: mention('labels add'),
			crawl: mention('crawl'),
			dataset: mention('dataset stats'),
			review: mention('dataset review'),
			retrain: mention('retrain'),
			schedule: mention('schedule set'),
			model: mention('model info'),
			rollback: mention('model rollback'),
			audit: mention('audit'),
			privacy: mention('privacy'),
			status: mention('status'),
		});
		await interaction.reply({ content, flags: MessageFlags.Ephemeral });
	},
} satisfies ChatInputCommand;

import { type BaseInteraction, MessageFlags } from 'discord.js';
import {
	type ChatInputCommand,
	type CommandContext,
	described,
	EVERYWHERE,
	listLabels,
} from '../src/bot/kit.ts';
import { datasetFor } from './shared/subcommands.ts';

/** The rest of the text leaves room for so many, each escaped to twice its length. */
const FEW_LABELS = { labels: 5, labelCharacters: 30 };

/** What a member may do, and what else an admin may. */
export default {
	data: {
		name: 'help',
		...described(({ help }) => help),
		...EVERYWHERE,
	},
	async execute(interaction, context) {
		const { messages, locale, predictorStatus, botStatus, mention } = context;
		const texts = messages.commands.help;
		const known = predictorStatus();
		const forMembers = texts.text({
			labels: listLabels(known.labels, { locale, names: known.names, ...FEW_LABELS }),
			seesPhotos: botStatus().messageContent !== false,
			classify: mention('classify'),
			teach: (await mayTeach(interaction, context)) ? mention('teach photo') : null,
			withdraw: mention('teach withdraw'),
			privacy: mention('privacy'),
			status: mention('status'),
		});
		const forAdmins = texts.forAdmins({
			settings: mention('settings show'),
			learn: mention('learn'),
			addLabel: mention('labels add'),
			crawl: mention('crawl'),
			dataset: mention('dataset stats'),
			review: mention('dataset review'),
			retrain: mention('retrain'),
			schedule: mention('schedule set'),
			model: mention('model info'),
			rollback: mention('model rollback'),
			audit: mention('audit'),
		});
		const isAdmin = (await datasetFor(interaction, context)) !== undefined;
		const content = isAdmin ? [forMembers, ...forAdmins].join('\n') : forMembers;
		await interaction.reply({ content, flags: MessageFlags.Ephemeral });
	},
} satisfies ChatInputCommand;

async function mayTeach(
	{ guildId }: BaseInteraction,
	{ teaching, settings }: CommandContext,
): Promise<boolean> {
	return guildId !== null && teaching?.isOn === true && (await settings.get(guildId)).teach;
}

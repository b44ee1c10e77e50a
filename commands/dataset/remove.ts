import { MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { described, MAX_SUGGESTIONS, plainLine, readArguments } from '../../src/bot/kit.ts';
import type { Dataset, Photo } from '../../src/dataset/catalogue/catalogue.ts';
import { UserError } from '../../src/errors.ts';
import { nameOf } from '../shared/credit.ts';
import type { DatasetSubcommand, SubcommandData } from '../shared/subcommands.ts';
import { renderQuestion } from './removal.ts';

/** Discord's limit of a suggestion's name. */
const MAX_NAME = 100;

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'remove',
	...described(({ dataset }) => dataset.remove),
	options: [
		{
			type: ApplicationCommandOptionType.String,
			name: 'photo',
			...described(({ dataset }) => dataset.remove.options.photo),
			required: true,
			autocomplete: true,
		},
	],
} as const satisfies SubcommandData;

/** Asks before a photo goes; the last sample's photos are suggested. */
export const remove: DatasetSubcommand = {
	data,
	async execute(interaction, { messages, lastSamples }, dataset) {
		const { photo } = readArguments(data.options, interaction);
		const seen = lastSamples.get({ classifier: dataset.classifier, by: interaction.user.id });
		const photos = await findPhotos(photo.trim(), dataset, seen);
		if (photos.length === 0) throw new UserError('photo-not-found', { photo });
		await interaction.reply({ ...renderQuestion(photos, messages), flags: MessageFlags.Ephemeral });
	},
	async autocomplete(interaction, { lastSamples }, dataset) {
		const typed = interaction.options.getFocused().trim().toLowerCase();
		const ids = lastSamples.get({ classifier: dataset.classifier, by: interaction.user.id });
		const suggestions = (await dataset.photos.getAll(ids))
			.filter(({ state }) => state !== 'removed')
			.map(({ id, provenance }) => ({
				name: plainLine(`${ids.indexOf(id) + 1} · ${nameOf(provenance)}`, MAX_NAME),
				value: `#${id}`,
			}))
			.filter(({ name }) => name.toLowerCase().includes(typed));
		await interaction.respond(suggestions.slice(0, MAX_SUGGESTIONS));
	},
};

/** A number is one in the last sample; of what goes by several labels, all are meant. */
async function findPhotos(reference: string, dataset: Dataset, seen: readonly number[]): Promise<Photo[]> {
	const number = /^\d{1,2}$/.test(reference) ? seen[Number(reference) - 1] : undefined;
	const found =
		number === undefined ? await dataset.photos.find(reference) : [await dataset.photos.get(number)];
	return found.flatMap((photo) => (photo && photo.state !== 'removed' ? [photo] : [])).slice(0, MAX_FOUND);
}

/** As many as the ids of fit into a button. */
const MAX_FOUND = 12;

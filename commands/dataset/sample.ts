import { randomInt } from 'node:crypto';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	calledIn,
	defer,
	described,
	escapeText,
	readArguments,
	requireLabel,
	suggestLabels,
} from '../../src/bot/kit.ts';
import type { Photo } from '../../src/dataset/catalogue/catalogue.ts';
import { renderSheet, SHEET_PHOTOS, spread } from '../shared/photo-sheet.ts';
import type { DatasetSubcommand, SubcommandData } from '../shared/subcommands.ts';

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'sample',
	...described(({ dataset }) => dataset.sample),
	options: [
		{
			type: ApplicationCommandOptionType.String,
			name: 'label',
			...described(({ dataset }) => dataset.sample.options.label),
			autocomplete: true,
		},
	],
} as const satisfies SubcommandData;

/** Other photos each time. */
export const sample: DatasetSubcommand = {
	data,
	async execute(interaction, { messages, photoStore, lastSamples }, dataset) {
		const { label: name } = readArguments(data.options, interaction);
		const label = name === undefined ? undefined : await requireLabel(dataset, name);
		await defer(interaction, { ephemeral: false });
		const labels = label ? [label] : await dataset.labels.list();
		const seed = randomInt(2 ** 31);
		const drawn: Photo[] = [];
		let all = 0;
		for (const { id } of labels) {
			drawn.push(...(await dataset.photos.sample(id, SHEET_PHOTOS, seed)));
			all += await dataset.photos.count(id);
		}
		const photos = spread(drawn, ({ labelId }) => labelId);
		const title = messages.commands.dataset.sampleTitle(
			label && escapeText(calledIn(label, messages.locale)),
		);
		const { shown, ...content } = await renderSheet(title, photos, all, {
			photoStore,
			messages,
			canAttach: interaction.appPermissions.has('AttachFiles'),
		});
		lastSamples.remember({ classifier: dataset.classifier, by: interaction.user.id }, shown);
		await interaction.editReply(content);
	},
	async autocomplete(interaction, { locale }, dataset) {
		await interaction.respond(await suggestLabels(dataset, interaction.options.getFocused(), locale));
	},
};

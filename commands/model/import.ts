import { mkdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Attachment } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	type CommandContext,
	described,
	named,
	readArguments,
	type TrainingWish,
} from '../../src/bot/kit.ts';
import { readList } from '../../src/dataset/catalogue/name-lists.ts';
import { type ErrorDetails, isUserError, UserError } from '../../src/errors.ts';
import { RANGES } from '../../src/model/network-import/order.ts';
import type { ClassifierSubcommand, SubcommandData } from '../shared/subcommands.ts';

/** What networks come in. */
const FILES = /\.(zip|h5|hdf5|keras|onnx|tflite)$/i;

/** As much work as so many pictures. */
const COST = 10;

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'import',
	...described(({ model }) => model.import),
	options: [
		{
			type: ApplicationCommandOptionType.Attachment,
			name: 'file',
			...described(({ model }) => model.import.options.file),
			required: true,
			file_types: ['.zip', '.h5', '.keras', '.onnx', '.tflite'],
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'labels',
			...described(({ model }) => model.import.options.labels),
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'range',
			...described(({ model }) => model.import.options.range),
			choices: RANGES.map((range) => ({ ...named(({ model }) => model.import.ranges[range]), value: range })),
		},
		{
			type: ApplicationCommandOptionType.Boolean,
			name: 'promote',
			...described(({ model }) => model.import.options.promote),
		},
	],
} as const satisfies SubcommandData;

/** A network that was trained elsewhere becomes a version of the server's classifier. */
export const importNetwork: ClassifierSubcommand = {
	data,
	async execute(interaction, context, classifier) {
		const { file, labels, range, promote } = readArguments(data.options, interaction);
		if (!FILES.test(file.name)) throw new UserError('network-not-found', { path: file.name });
		await context.trainingQuota.require(classifier);
		await context.trainings.requireFree(classifier);
		context.spend(COST);
		await interaction.deferReply();
		const named = readList(labels);
		const wish: TrainingWish = {
			classifier,
			by: interaction.user.id,
			locale: context.locale,
			force: promote,
			network: {
				path: await fetchFile(file, context),
				name: file.name,
				licence: 'NOASSERTION',
				isTemporary: true,
				labels: named.length > 0 ? named : undefined,
				range: RANGES.find((known) => known === range),
			},
		};
		await context.trainingQuota.spend(classifier, () => context.trainings.begin(wish, interaction));
	},
};

/** The path at which the file lies until it is imported. @throws {UserError} `network-too-large`, `network-unreachable` */
async function fetchFile(
	{ id, name, url, size }: Attachment,
	{ networkDownloader, importsFolder }: CommandContext,
): Promise<string> {
	try {
		const bytes = await networkDownloader.download({ url, size });
		await mkdir(importsFolder, { recursive: true });
		const path = join(importsFolder, `${id}${extname(name).toLowerCase()}`);
		await writeFile(path, bytes);
		return path;
	} catch (error) {
		if (isUserError(error, 'image-too-many-bytes'))
			throw new UserError('network-too-large', {
				path: name,
				...(error.details as ErrorDetails['image-too-many-bytes']),
			});
		if (isUserError(error, 'image-gone', 'image-too-slow', 'image-unreachable'))
			throw new UserError('network-unreachable', { path: name }, { cause: error });
		throw error;
	}
}

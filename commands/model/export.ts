import { buffer } from 'node:stream/consumers';
import { MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { ZipFile } from 'yazl';
import { defer, described, named, readArguments } from '../../src/bot/kit.ts';
import { exportedFiles } from '../../src/registry/export/exported-files.ts';
import {
	type ExportFormat,
	FILE_ENDINGS,
	FORMAT_NAMES,
	NETWORK_FORMATS,
} from '../../src/registry/export/network-formats.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { formatVersionName, type VersionName } from '../../src/registry/version-name.ts';
import type { ClassifierSubcommand, SubcommandData } from '../shared/subcommands.ts';
import { isOwn, requireVersion, servingVersion, shownVersion, versionOption } from './versions.ts';

/** Reading and packing a version: as much work as so many pictures. */
const COST = 5;

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'export',
	...described(({ model }) => model.export),
	options: [
		versionOption((texts) => texts.export.options.version, { name: 'version', required: false }),
		{
			type: ApplicationCommandOptionType.String,
			name: 'format',
			...described(({ model }) => model.export.options.format),
			// Names of formats are the same in every language.
			choices: NETWORK_FORMATS.map((format) => ({ ...named(() => FORMAT_NAMES[format]), value: format })),
		},
	],
} as const satisfies SubcommandData;

/** A version as a zip of its files, or as a network of another format, for the member alone. */
export const exportVersion: ClassifierSubcommand = {
	data,
	async execute(interaction, context, classifier) {
		const { registry, messages } = context;
		const texts = messages.commands.model;
		const { version: text, format } = readArguments(data.options, interaction);
		const name =
			text === undefined
				? await servingVersion(classifier, registry)
				: await requireVersion(text, classifier, registry);
		const shown = shownVersion(name, classifier);
		if (!isOwn(name, classifier)) {
			await interaction.reply({ content: texts.hostsOwn(shown), flags: MessageFlags.Ephemeral });
			return;
		}
		context.spend(COST);
		await defer(interaction, { ephemeral: true });
		const { bytes, ending } = await exported(name, format, registry);
		const limit = interaction.attachmentSizeLimit;
		if (bytes.length > limit) {
			const command = `hantei models export ${formatVersionName(name)} ${target(ending, format)}`;
			await interaction.editReply({ content: texts.tooLarge(shown, bytes.length, limit, command) });
			return;
		}
		await interaction.editReply({
			content:
				format === undefined
					? texts.exported(shown, bytes.length)
					: texts.exportedNetwork(shown, FORMAT_NAMES[format], bytes.length),
			files: [{ attachment: bytes, name: `${formatVersionName(name).replace('/', '-')}${ending}` }],
		});
	},
};

/** One file: where a format has several, a zip of them. */
async function exported(
	name: VersionName,
	format: ExportFormat | undefined,
	registry: Registry,
): Promise<{ readonly bytes: Buffer; readonly ending: string }> {
	if (format === undefined) {
		const folder = `${name.classifier}-${name.version}`;
		return { bytes: await zipFiles(await exportedFiles(name, registry), folder), ending: '.zip' };
	}
	const { exportNetwork } = await import('../../src/registry/export/export-network.ts');
	const files = await exportNetwork(name, { registry, format });
	const [only] = files.values();
	if (files.size === 1 && only) return { bytes: Buffer.from(only), ending: FILE_ENDINGS[format] ?? '' };
	return { bytes: await zipFiles(files), ending: '.zip' };
}

function target(ending: string, format: ExportFormat | undefined): string {
	const isSaidByEnding = format === undefined || FILE_ENDINGS[format] !== undefined;
	return `model${ending}${isSaidByEnding ? '' : ` --format ${format}`}`;
}

/** The same for every export: a zip's bytes depend on what is in it alone. */
const MODIFIED = new Date(2000, 0, 1);

/** Files in a zip, in one folder of it or, as Teachable Machine packs them, in none. */
export async function zipFiles(
	files: ReadonlyMap<string, Uint8Array>,
	folder?: string,
): Promise<Buffer<ArrayBuffer>> {
	const zip = new ZipFile();
	for (const [name, content] of files) {
		const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
		zip.addBuffer(bytes, folder === undefined ? name : `${folder}/${name}`, { mtime: MODIFIED });
	}
	zip.end();
	return Buffer.from(await buffer(zip.outputStream));
}

import { buffer } from 'node:stream/consumers';
import { MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { ZipFile } from 'yazl';
import { defer, described, readArguments } from '../../src/bot/kit.ts';
import { exportedFiles } from '../../src/registry/export/exported-files.ts';
import { formatVersionName } from '../../src/registry/version-name.ts';
import type { ClassifierSubcommand, SubcommandData } from '../shared/subcommands.ts';
import { isOwn, requireVersion, servingVersion, shownVersion, versionOption } from './versions.ts';

/** Reading and packing a version: as much work as so many pictures. */
const COST = 5;

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'export',
	...described(({ model }) => model.export),
	options: [versionOption((texts) => texts.export.options.version, { name: 'version', required: false })],
} as const satisfies SubcommandData;

/** All files of a version as a zip, for the member alone. */
export const exportVersion: ClassifierSubcommand = {
	data,
	async execute(interaction, context, classifier) {
		const { registry, messages } = context;
		const texts = messages.commands.model;
		const { version: text } = readArguments(data.options, interaction);
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
		const folder = formatVersionName(name);
		const zip = await zipFiles(await exportedFiles(name, registry), `${name.classifier}-${name.version}`);
		const limit = interaction.attachmentSizeLimit;
		if (zip.length > limit) {
			await interaction.editReply({
				content: texts.tooLarge(shown, zip.length, limit, `hantei models export ${folder} model.zip`),
			});
			return;
		}
		await interaction.editReply({
			content: texts.exported(shown, zip.length),
			files: [{ attachment: zip, name: `${folder.replace('/', '-')}.zip` }],
		});
	},
};

/** The same for every export: a zip's bytes depend on what is in it alone. */
const MODIFIED = new Date(2000, 0, 1);

/** Files in one folder of a zip. */
export async function zipFiles(
	files: ReadonlyMap<string, Uint8Array>,
	folder: string,
): Promise<Buffer<ArrayBuffer>> {
	const zip = new ZipFile();
	for (const [name, content] of files) {
		const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
		zip.addBuffer(bytes, `${folder}/${name}`, { mtime: MODIFIED });
	}
	zip.end();
	return Buffer.from(await buffer(zip.outputStream));
}

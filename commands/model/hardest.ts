import type { ChatInputCommandInteraction } from 'discord.js';
import { fitLines } from '../../src/bot/answer/fit.ts';
import type { CommandContext } from '../../src/bot/commands/context.ts';
import { creditLine } from '../../src/bot/photos/credit.ts';
import type { ModelVersion } from '../../src/registry/version-files.ts';
import type { VersionName } from '../../src/registry/version-name.ts';
import { HARDEST_SHOWN, hardestPhotos, hardestSheet } from '../../src/report/hardest.ts';
import { shownVersion } from './versions.ts';

/** Shows, in a message of its own, the photos that a version is worst at, with their credits; nothing where none is there. */
export async function showHardest(
	interaction: ChatInputCommandInteraction,
	{ name, version }: { readonly name: VersionName; readonly version: ModelVersion },
	{ photoStore, catalogue, locale, messages }: CommandContext,
	classifier: string,
): Promise<void> {
	const { photos } = catalogue.dataset(name.classifier);
	const known = hardestPhotos(version).flatMap((hard) => {
		const [photo] = photos.find(hard.sha256).filter(({ state }) => state !== 'removed');
		return photo ? [{ hard, photo }] : [];
	});
	const there: typeof known = [];
	for (const entry of known) {
		if (there.length < HARDEST_SHOWN && (await photoStore.has(entry.hard.sha256))) there.push(entry);
	}
	const sheet = await hardestSheet(
		there.map(({ hard }) => hard),
		{
			locale,
			labels: version.manifest.labels,
			read: ({ sha256 }) => photoStore.read(sha256),
		},
	);
	if (!sheet) return;
	const texts = messages.commands.model;
	await interaction.followUp({
		content: fitLines(
			[60, 30, 15],
			(characters) => [
				texts.hardest(shownVersion(name, classifier)),
				...there.map(({ photo }, index) => creditLine(photo, index + 1, messages, characters)),
			],
			texts.more,
		),
		files: [
			{
				attachment: Buffer.from(sheet.jpeg.buffer, sheet.jpeg.byteOffset, sheet.jpeg.byteLength),
				name: sheet.name,
				description: sheet.description,
			},
		],
	});
}

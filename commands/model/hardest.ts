import { type ChatInputCommandInteraction, type MessageComponentInteraction, MessageFlags } from 'discord.js';
import { type CommandContext, MAX_CONTENT } from '../../src/bot/kit.ts';
import type { Photo } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { displayName } from '../../src/model/display-names.ts';
import type { ModelVersion } from '../../src/registry/version-files.ts';
import type { VersionName } from '../../src/registry/version-name.ts';
import { HARDEST_SHOWN, type HardPhoto, hardestPhotos, hardestSheet } from '../../src/report/hardest.ts';
import { creditMarkdown } from '../shared/credit.ts';
import { shownVersion } from './versions.ts';

/** Characters of a title or author, from roomy to tight. */
const NAME_CHARACTERS = [60, 30, 15];

interface Shown {
	readonly hard: HardPhoto;
	readonly photo: Photo;
}

/**
 * Shows, in a message of its own, the photos that a version is worst at, as far as there is room for their credits;
 * nothing where none is there.
 */
export async function showHardest(
	interaction: ChatInputCommandInteraction | MessageComponentInteraction,
	{ name, version }: { readonly name: VersionName; readonly version: ModelVersion },
	context: CommandContext,
	classifier: string,
): Promise<void> {
	const { photoStore, locale, messages } = context;
	const { labels, displayNames } = version.manifest;
	const named = (label: string) => displayName(label, displayNames, locale);
	const title = messages.commands.model.hardest(shownVersion(name, classifier));
	const { content, shown } = fitCredits(title, await readable(version, name, context), messages);
	const sheet = await hardestSheet(
		shown.map(({ hard }) => ({ ...hard, judged: named(hard.judged), labelled: named(hard.labelled) })),
		{ locale, labels: labels.map(named), read: ({ sha256 }) => photoStore.read(sha256) },
	);
	if (!sheet) return;
	const attachment = Buffer.from(sheet.jpeg.buffer, sheet.jpeg.byteOffset, sheet.jpeg.byteLength);
	await interaction.followUp({
		...(interaction.ephemeral && { flags: MessageFlags.Ephemeral }),
		content,
		files: [{ attachment, name: sheet.name, description: sheet.description }],
	});
}

/** Those whose files and credits are there. */
async function readable(
	version: ModelVersion,
	{ classifier }: VersionName,
	{ catalogue, photoStore }: CommandContext,
): Promise<Shown[]> {
	const { photos } = catalogue.dataset(classifier);
	const found: Shown[] = [];
	for (const hard of hardestPhotos(version)) {
		if (found.length === HARDEST_SHOWN) break;
		// Of those that were taken out, or set aside as too bold since, none is shown.
		const photo = (await photos.find(hard.sha256)).find(({ state }) => state === 'accepted');
		if (photo && (await photoStore.has(hard.sha256))) found.push({ hard, photo });
	}
	return found;
}

/** As many photos as have room for their credits. */
function fitCredits(
	title: string,
	photos: readonly Shown[],
	messages: Messages,
): { readonly content: string; readonly shown: readonly Shown[] } {
	for (let count = photos.length; count > 0; count--) {
		const shown = photos.slice(0, count);
		for (const characters of NAME_CHARACTERS) {
			const credits = shown.map(({ photo }, index) => creditMarkdown(photo, index + 1, messages, characters));
			const content = [title, ...credits].join('\n');
			if (content.length <= MAX_CONTENT) return { content, shown };
		}
	}
	return { content: title, shown: [] };
}

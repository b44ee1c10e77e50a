import { TimestampStyles, time } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { type CommandContext, defer, described, fitLines } from '../../src/bot/kit.ts';
import { isUserError } from '../../src/errors.ts';
import { exactPercent } from '../../src/i18n/format.ts';
import { type Aliases, aliasOf } from '../../src/registry/aliases.ts';
import type { VersionName } from '../../src/registry/version-name.ts';
import type { ClassifierSubcommand } from '../shared/subcommands.ts';
import { isOwn, isSame, servingVersion, shownVersion, visibleVersions } from './versions.ts';

/** Older ones are named by the command's suggestions; each takes a few milliseconds to read. */
const LISTED = 15;

export const list: ClassifierSubcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'list',
		...described(({ model }) => model.list),
	},
	async execute(interaction, context, classifier) {
		await defer(interaction, { ephemeral: true });
		await interaction.editReply({ content: await renderList(context, classifier) });
	},
};

async function renderList(context: CommandContext, classifier: string): Promise<string> {
	const { registry, messages, mention } = context;
	const texts = messages.commands.model;
	const versions = await visibleVersions(classifier, registry);
	const shown = {
		context,
		classifier,
		serving: await servingVersion(classifier, registry),
		aliases: await registry.aliases(classifier),
	};
	const hasOwn = versions.some((version) => version.classifier === classifier);
	const lines: string[] = [];
	for (const version of versions.slice(0, LISTED)) {
		lines.push(`- ${await describeVersion(version, shown)}`);
	}
	return fitLines(
		[
			[
				texts.title,
				...lines,
				...(versions.length > LISTED ? [texts.more(versions.length - LISTED)] : []),
				...(hasOwn ? [] : [texts.none]),
				...(hasOwn && !isOwn(shown.serving, classifier) ? [texts.follows] : []),
				texts.hint(mention('retrain')),
			],
		],
		(all) => all,
		texts.more,
	);
}

interface Shown {
	readonly context: CommandContext;
	readonly classifier: string;
	readonly serving: VersionName;
	readonly aliases: Aliases;
}

async function describeVersion(
	version: VersionName,
	{ context, classifier, serving, aliases: { previous, challenger } }: Shown,
): Promise<string> {
	const texts = context.messages.commands.model;
	const alias = aliasOf(version, classifier);
	const roles = [
		...(isSame(version, serving) ? [texts.serves] : []),
		...(alias === previous ? [texts.previous] : []),
		...(alias === challenger && !isSame(version, serving) ? [texts.challenger] : []),
		...(isOwn(version, classifier) ? [] : [texts.hosts]),
	];
	return [
		texts.version(shownVersion(version, classifier)),
		...roles,
		...(await figures(version, context)),
	].join(' · ');
}

/** A version that cannot be read is no reason not to list the others. */
async function figures(version: VersionName, { registry, messages }: CommandContext): Promise<string[]> {
	const texts = messages.commands.model;
	try {
		const { manifest, evaluation } = await registry.read(version);
		const writtenAt = await registry.writtenAt(version);
		return [
			// A network may have come without photos to measure it by.
			...(evaluation.photos > 0
				? [texts.accuracy(exactPercent(evaluation.accuracy.value), evaluation.photos)]
				: []),
			texts.labels(manifest.labels.length),
			time(writtenAt, TimestampStyles.ShortDate),
		];
	} catch (error) {
		if (!isUserError(error)) throw error;
		return [texts.unreadable];
	}
}

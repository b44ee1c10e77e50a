import { TimestampStyles, time } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	type CommandContext,
	defer,
	described,
	escapeText,
	fitLines,
	listLabels,
	readArguments,
	row,
} from '../../src/bot/kit.ts';
import { licenceName } from '../../src/dataset/attribution.ts';
import { isUserError } from '../../src/errors.ts';
import { percent } from '../../src/i18n/format.ts';
import { evaluationIn } from '../../src/model/display-names.ts';
import { aliasOf } from '../../src/registry/aliases.ts';
import type { ModelVersion } from '../../src/registry/version-files.ts';
import { parseVersionName, type VersionName } from '../../src/registry/version-name.ts';
import { summariseMixUps } from '../../src/report/summary.ts';
import { renderPicture } from '../shared/evaluation-pictures.ts';
import type { ClassifierSubcommand, SubcommandData } from '../shared/subcommands.ts';
import { figuresButton } from '../shared/training-result.ts';
import { contestedLines } from './contested.ts';
import { showHardest } from './hardest.ts';
import { isOwn, isSame, requireVersion, servingVersion, shownVersion, versionOption } from './versions.ts';
import { weigh } from './weigh.ts';

/** Drawing takes seconds of a core: as much as judging so many pictures. */
const COST = 5;

/** Labels named; more are counted. */
const NAMED_LABELS = 20;

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'info',
	...described(({ model }) => model.info),
	options: [versionOption(({ info }) => info.options.version, { name: 'version', required: false })],
} as const satisfies SubcommandData;

/** What a version mixes up and whether it is fit to serve, a picture, the figures on request; then the photos it is worst at. */
export const info: ClassifierSubcommand = {
	data,
	async execute(interaction, context, classifier) {
		const { version: text } = readArguments(data.options, interaction);
		const { registry } = context;
		const name =
			text === undefined
				? await servingVersion(classifier, registry)
				: await requireVersion(text, classifier, registry);
		context.spend(COST);
		await defer(interaction, { ephemeral: false });
		const { locale, logger } = context;
		const serving = await servingVersion(classifier, registry);
		const version = await registry.read(name);
		const canAttach = interaction.appPermissions.has('AttachFiles');
		await interaction.editReply({
			content: await renderInfo({ name, version, serving, canAttach }, context, classifier),
			components: [row(figuresButton([aliasOf(name, classifier)], context.messages.commands))],
			files:
				canAttach && version.evaluation.photos > 0
					? await renderPicture(evaluationIn(version.evaluation, version.manifest.displayNames, locale), {
							locale,
							logger,
						})
					: [],
		});
		if (canAttach) await showHardest(interaction, { name, version }, context, classifier);
	},
};

interface Shown {
	readonly name: VersionName;
	readonly version: ModelVersion;
	readonly serving: VersionName;
	readonly canAttach: boolean;
}

async function renderInfo(
	{ name, version, serving, canAttach }: Shown,
	context: CommandContext,
	classifier: string,
): Promise<string> {
	const { messages, locale, registry, mention } = context;
	const { model: texts } = messages.commands;
	const { manifest } = version;
	const evaluation = evaluationIn(version.evaluation, manifest.displayNames, locale);
	const { photos, holdout, excluded } = manifest.training;
	const ownBytes = await registry.backbones.ownBytes(manifest);
	const licences = await licencesOf(version, name.classifier, context);
	const title = [
		texts.version(shownVersion(name, classifier)),
		...(isSame(name, serving) ? [texts.serves] : []),
		...(isOwn(name, classifier) ? [] : [texts.hosts]),
		texts.trained(time(await registry.writtenAt(name), TimestampStyles.ShortDateTime)),
	].join(' · ');
	const comparison = await comparedWith(name, serving, context, classifier);
	const contested = await contestedLines(name, classifier, manifest.displayNames, context);
	const mixUps =
		evaluation.photos > 0
			? summariseMixUps(evaluation, shownVersion(name, classifier), { locale, escapeLabel: escapeText })
			: messages.commands.retrain.notMeasured(percent(version.calibration.threshold, locale));
	return fitLines(
		[undefined],
		() => [
			title,
			mixUps,
			...comparison,
			...contested,
			texts.knows(
				listLabels(manifest.labels, { locale, names: manifest.displayNames, labels: NAMED_LABELS }),
			),
			texts.learned(photos, holdout, excluded),
			...(manifest.fineTuned ? [texts.fineTuned(escapeText(manifest.fineTuned.from.id), ownBytes)] : []),
			...(licences ? [texts.licences(licences), texts.attribution(mention('model export'))] : []),
			...(canAttach ? [] : [texts.cannotAttach]),
		],
		texts.more,
	);
}

/**
 * What the gate says of it: of what serves, against what served before; of any other, against what serves. Nothing where
 * the two have judged no photo in common.
 */
async function comparedWith(
	name: VersionName,
	serving: VersionName,
	context: CommandContext,
	classifier: string,
): Promise<string[]> {
	const { previous } = await context.registry.aliases(classifier);
	const other = isSame(name, serving) ? parseVersionName(previous ?? '', classifier) : serving;
	if (!other) return [];
	const { model: texts } = context.messages.commands;
	try {
		const { verdict, reason } = await weigh(name, other, context, classifier);
		if (verdict.pairs === 0) return [];
		const shown = shownVersion(name, classifier);
		return [verdict.decision === 'promote' ? texts.fit(shown, reason) : texts.unfit(shown, reason)];
	} catch (error) {
		if (!isUserError(error)) throw error;
		return [];
	}
}

/** Of the photos that are still in the catalogue, the most frequent first. */
async function licencesOf(
	{ dataset }: ModelVersion,
	classifier: string,
	{ catalogue }: CommandContext,
): Promise<string> {
	const learned = new Set(dataset.photos.map(({ sha256 }) => sha256));
	const counts = new Map<string, number>();
	for await (const { file, provenance } of catalogue.dataset(classifier).photos.each()) {
		if (!learned.delete(file.sha256)) continue;
		const licence = licenceName({ licence: provenance.licence });
		counts.set(licence, (counts.get(licence) ?? 0) + 1);
	}
	return [...counts]
		.sort(([, a], [, b]) => b - a)
		.map(([licence, count]) => `${licence} ${count}`)
		.join(' · ');
}

import { type CommandContext, type Component, defer, escapeText, fitLines } from '../../src/bot/kit.ts';
import { isUserError, UserError } from '../../src/errors.ts';
import { evaluationIn } from '../../src/model/display-names.ts';
import type { Evaluation } from '../../src/model/evaluation.ts';
import type { ModelVersion } from '../../src/registry/version-files.ts';
import { DEFAULT_CLASSIFIER, parseVersionName, type VersionName } from '../../src/registry/version-name.ts';
import { summariseEvaluation } from '../../src/report/summary.ts';
import { renderConfusion } from '../shared/evaluation-pictures.ts';
import { FIGURES } from '../shared/training-result.ts';
import { requireVersion, shownVersion } from './versions.ts';

/** Drawing takes a second of a core. */
const COST = 2;

const STATE = /^(\S{1,70})(?: (\S{1,70}))?$/;

/**
 * The button below a result: its figures, for whoever asks and nobody else. Whoever sees the result may see them, too; the
 * versions are those of the server, whatever the button says.
 */
export const figures: Component = {
	...FIGURES,
	async execute(interaction, state, context) {
		const [, version, before] = STATE.exec(state) ?? [];
		const classifier = interaction.guildId ?? DEFAULT_CLASSIFIER;
		if (version === undefined || !parseVersionName(version, classifier))
			throw new UserError('component-outdated', {});
		const name = await requireVersion(version, classifier, context.registry);
		context.spend(COST);
		await defer(interaction, { ephemeral: true });
		const read = await context.registry.read(name);
		const canAttach = interaction.appPermissions.has('AttachFiles');
		await interaction.editReply({
			content: await render({ name, read, before }, context, classifier),
			// What the glance has no room for: which label was taken for which, for each two.
			files: canAttach
				? await renderConfusion(
						evaluationIn(read.evaluation, read.manifest.displayNames, context.locale),
						context,
					)
				: [],
		});
	},
};

interface Shown {
	readonly name: VersionName;
	readonly read: ModelVersion;
	readonly before: string | undefined;
}

async function render(
	{ name, read, before }: Shown,
	context: CommandContext,
	classifier: string,
): Promise<string> {
	const { messages, locale } = context;
	const texts = messages.commands.model;
	const { lines, table } = summariseEvaluation(
		evaluationIn(read.evaluation, read.manifest.displayNames, locale),
		{
			locale,
		},
	);
	const { photos, holdout, excluded } = read.manifest.training;
	const earlier =
		before === undefined ? [] : await figuresBefore(before, read.evaluation, context, classifier);
	return fitLines(
		[true, false],
		(withTable) => [
			texts.version(shownVersion(name, classifier)),
			...lines,
			...earlier,
			texts.learned(photos, holdout, excluded),
			...(withTable ? [table] : []),
		],
		texts.more,
	);
}

/** Nothing of a version that is no more, or that knows other labels: its figures would say nothing of these. */
async function figuresBefore(
	text: string,
	{ labels }: Evaluation,
	{ registry, messages }: CommandContext,
	classifier: string,
): Promise<string[]> {
	try {
		const { evaluation } = await registry.read(await requireVersion(text, classifier, registry));
		if (!labels.some(({ label }) => evaluation.labels.some((other) => other.label === label))) return [];
		return [
			messages.commands.retrain.before(
				escapeText(text),
				messages.report.percent(evaluation.accuracy.value),
				evaluation.macroF1.toFixed(3),
				evaluation.calibrationError.toFixed(3),
			),
		];
	} catch (error) {
		if (!isUserError(error)) throw error;
		return [];
	}
}

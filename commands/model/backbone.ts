import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	button,
	type CommandContext,
	defer,
	described,
	escapeText,
	fitLines,
	type MessageContent,
	menu,
	option,
	type Row,
	refusalText,
	requireHost,
	row,
} from '../../src/bot/kit.ts';
import { describeMoveEnd } from '../../src/i18n/backbone-move.ts';
import { byteSize } from '../../src/i18n/format.ts';
import { DEFAULT_CLASSIFIER } from '../../src/registry/version-name.ts';
import type { InUse, Move } from '../../src/train/backbone/in-use.ts';
import type { BackboneSurvey, SurveyedBackbone } from '../../src/train/backbone/survey.ts';
import type { ClassifierSubcommand } from '../shared/subcommands.ts';

/** The custom ids of what is done with backbones; a state names one by the start of its hash, since ids are too long. */
export const BACKBONE = { name: 'backbone', version: 1 } as const;

/** Discord's limit of a menu. */
const MAX_CHOICES = 25;

/** What is in use, what else there is, and how far a move is; for those who run the host. */
export const backbone: ClassifierSubcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'backbone',
		...described(({ model }) => model.backbone),
	},
	async execute(interaction, context) {
		requireHost(context);
		await defer(interaction, { ephemeral: true });
		await interaction.editReply(await renderBackbones(context));
	},
};

export async function renderBackbones(context: CommandContext): Promise<MessageContent> {
	const { mover, messages } = context;
	const texts = messages.commands.model.backbone;
	const survey = await mover.survey();
	const { move } = await mover.inUse();
	const others = survey.backbones.filter(({ isInUse }) => !isInUse);
	return {
		content: fitLines(
			[
				[
					texts.inUse(escapeText(survey.inUse.id)),
					...survey.backbones.map((each) => `- ${describeBackbone(each, context)}`),
					...survey.broken.map(
						({ id, reason }) => `- ${texts.broken(escapeText(id), refusalText(reason, context.locale))}`,
					),
					...moveLines(move, context),
					texts.hint,
				],
			],
			(all) => all,
			messages.commands.model.more,
		),
		components: move?.state === 'under-way' ? [controls(context)] : choices(others, context),
	};
}

function describeBackbone(
	{ manifest, origin, bytes, isInUse, classifiers }: SurveyedBackbone,
	{ messages }: CommandContext,
): string {
	const texts = messages.commands.model.backbone;
	const servers = classifiers.filter((classifier) => classifier !== DEFAULT_CLASSIFIER).length;
	return [
		`**${escapeText(manifest.id)}**`,
		...(isInUse ? [texts.isInUse] : []),
		...(origin === 'bundled' ? [texts.bundled] : []),
		escapeText(manifest.licence),
		byteSize(bytes),
		texts.serves(classifiers.includes(DEFAULT_CLASSIFIER), servers),
	].join(' · ');
}

/** How far a move is, or what became of the last one. */
function moveLines(move: InUse['move'], context: CommandContext): string[] {
	if (!move) return [];
	const { messages, mover, locale } = context;
	const texts = messages.commands.model.backbone;
	const ends = Object.entries(move.ends).map(
		([classifier, end]) =>
			`-# ${whose(classifier, context)}: ${escapeText(describeMoveEnd(end, locale), 400)}`,
	);
	if (move.state !== 'under-way') return [texts.ended[move.state](escapeText(targetOf(move))), ...ends];
	const progress = mover.progress();
	const training = progress?.training?.progress;
	const step = training && messages.commands.retrain.steps[training.step];
	return [
		texts.moving(escapeText(move.to)),
		...(progress
			? [texts.step(whose(progress.classifier, context), progress.done + 1, progress.total, step)]
			: [texts.elsewhere]),
		...ends,
	];
}

/** What new models are made on after a move. */
function targetOf({ state, from, to }: Move): string {
	return state === 'cancelled' ? from : to;
}

function whose(classifier: string, { messages, client }: CommandContext): string {
	const { host } = messages.commands.model.backbone;
	if (classifier === DEFAULT_CLASSIFIER) return host;
	return escapeText(client()?.guilds.cache.get(classifier)?.name ?? classifier);
}

function controls({ messages }: CommandContext): Row {
	const texts = messages.commands.model.backbone;
	return row(
		button(BACKBONE, 'show', texts.refresh),
		button(BACKBONE, 'cancel', messages.commands.retrain.cancel, 'danger'),
	);
}

function choices(others: readonly SurveyedBackbone[], { messages }: CommandContext): Row[] {
	if (others.length === 0) return [];
	const placeholder = messages.commands.model.backbone.choose;
	const options = others
		.slice(0, MAX_CHOICES)
		.map(({ manifest, bytes }) =>
			option(manifest.sha256, manifest.id, `${manifest.licence} · ${byteSize(bytes)}`),
		);
	return [row(menu(BACKBONE, 'choose', { placeholder, options }))];
}

/** Says what a move takes, and asks whether it shall be. */
export function renderMoveQuestion(
	{ manifest }: SurveyedBackbone,
	{ backbones }: BackboneSurvey,
	{ messages }: CommandContext,
): MessageContent {
	const texts = messages.commands.model.backbone;
	const classifiers = backbones.reduce((sum, each) => sum + each.classifiers.length, 0);
	return {
		content: texts.question(escapeText(manifest.id), classifiers),
		components: [
			row(
				button(BACKBONE, `use ${manifest.sha256.slice(0, 16)}`, texts.move, 'primary'),
				button(BACKBONE, 'show', messages.commands.model.leave),
			),
		],
	};
}

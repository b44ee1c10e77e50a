import {
	type BotParts,
	escapeText,
	fitLines,
	type JobMessageContent,
	MAX_CONTENT,
	versionText,
} from '../../src/bot/kit.ts';
import type { Label, Photo } from '../../src/dataset/catalogue/catalogue.ts';
import { drawContactSheet } from '../../src/dataset/contact-sheet.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import { type Messages, messagesFor } from '../../src/i18n/messages.ts';
import type { Pixels } from '../../src/image/pixels.ts';
import { displayName, evaluationIn } from '../../src/model/display-names.ts';
import { parseVersionName } from '../../src/registry/version-name.ts';
import { type ExampleAnswer, exampleAnswers } from '../../src/report/examples.ts';
import { summariseMixUps } from '../../src/report/summary.ts';
import type { TrainingOutcome } from '../../src/train/training.ts';
import { creditParts } from '../shared/credit.ts';
import { removalRow } from '../shared/label-removal.ts';
import { readPhoto } from '../shared/photo-sheet.ts';
import {
	alikeLines,
	describeOutcome,
	leftOutLines,
	resultButtons,
	type Trained,
} from '../shared/training-result.ts';
import { foundText, listNames } from './render.ts';

/** Photos shown with what the new model says of them: two rows. */
const EXAMPLES = 6;

/** Characters of a title or author, from roomy to tight. */
const NAME_CHARACTERS = [40, 20, 10];

export interface LearnedOptions {
	readonly classifier: string;
	readonly locale: Locale;
	/** That were to be learned. */
	readonly labels: readonly Label[];
	/** Those of them of which nothing was found. */
	readonly empty: readonly Label[];
	/** Whether the bot may attach files there. */
	readonly canAttach: boolean;
	readonly bot: BotParts;
}

interface Example {
	/** With labels as the reader calls them. */
	readonly answer: ExampleAnswer;
	readonly photo: Photo;
	readonly pixels: Pixels;
}

/** What came of it: the verdict, some photos with what the new model says of them, and the next steps as buttons. */
export async function renderLearned(
	outcome: TrainingOutcome,
	options: LearnedOptions,
): Promise<JobMessageContent> {
	const messages = messagesFor(options.locale);
	const { retrain } = messages.commands;
	if (outcome.kind === 'unchanged') {
		const lines = [
			retrain.unchanged(versionText(outcome.champion, options.classifier)),
			...leftOutLines(outcome.leftOut, outcome.names, messages),
			...emptyLines(options.empty, messages),
		];
		return {
			content: fitLines([lines], (all) => all, retrain.more),
			components: removalRow(options.empty, messages),
		};
	}
	const examples = options.canAttach ? await readExamples(outcome, options) : [];
	return {
		content: fitContent(outcome, examples, options, messages),
		components: [...resultButtons(outcome, options, messages), ...removalRow(options.empty, messages)],
		files:
			examples.length > 0
				? [
						{
							attachment: await drawContactSheet(examples.map(({ pixels }) => pixels)),
							name: 'examples.jpg',
							description: examples.map((example) => exampleText(example, 0, messages)).join(', '),
						},
					]
				: [],
	};
}

/** Credits are shortened before anything is left out. */
function fitContent(
	outcome: Trained,
	examples: readonly Example[],
	options: LearnedOptions,
	messages: Messages,
): string {
	const texts = messages.commands.learn;
	return fitLines(
		NAME_CHARACTERS,
		(characters) => [
			...verdictLines(outcome, options, messages),
			...(examples.length > 0 ? [texts.examples] : []),
			...examples.map((example, index) => exampleLine(example, index + 1, messages, characters)),
		],
		messages.commands.retrain.more,
		MAX_CONTENT,
	);
}

function verdictLines(outcome: Trained, options: LearnedOptions, messages: Messages): string[] {
	const { evaluation, before, promoted, leftOut, labels } = outcome;
	const { locale, classifier } = options;
	const texts = messages.commands.learn;
	const sentence = describeOutcome(outcome, options);
	const learned = options.labels.filter(({ name }) => labels.includes(name));
	// What the host's model goes on answering for is not lost.
	const known = new Set([...labels, ...options.bot.predictors.of(classifier).status().labels]);
	const lost = (before?.evaluation.labels ?? []).map(({ label }) => label).filter((name) => !known.has(name));
	const names = listNames({ labels: learned, messages });
	const called = (name: string) => escapeText(displayName(name, outcome.names, locale));
	return [
		...(promoted && learned.length > 0
			? [texts.knows(names), `-# ${sentence}`]
			: promoted
				? [messages.commands.retrain.promoted(sentence)]
				: [
						messages.commands.retrain.kept(sentence),
						...(learned.length > 0
							? [texts.learnedOnly(versionText(outcome.version, classifier), names)]
							: []),
					]),
		summariseMixUps(
			evaluationIn(evaluation, outcome.names, locale),
			versionText(outcome.version, classifier),
			{
				locale,
				escapeLabel: escapeText,
			},
		),
		...(promoted && lost.length > 0 ? [texts.wasLost(messages.bot.answer.labels(lost.map(called), 0))] : []),
		...alikeLines(outcome, messages),
		...leftOutLines(leftOut, outcome.names, messages),
		...emptyLines(options.empty, messages),
	];
}

function emptyLines(empty: readonly Label[], messages: Messages): string[] {
	const found = empty.map((label) => foundText(label, 0, messages)).join('; ');
	return empty.length > 0 ? [messages.commands.learn.foundNothing(found)] : [];
}

/** Those whose photos are there to be shown. */
async function readExamples(
	{ version, names: outcomeNames }: Trained,
	{ classifier, labels, locale, bot }: LearnedOptions,
): Promise<Example[]> {
	const { registry, catalogue, photoStore, logger } = bot;
	const name = parseVersionName(version, classifier);
	if (!name) return [];
	const { photos } = catalogue.dataset(classifier);
	const found: Example[] = [];
	try {
		const names = labels.map((label) => label.name);
		for (const answer of exampleAnswers(await registry.read(name), names)) {
			if (found.length === EXAMPLES) break;
			const photo = (await photos.find(answer.sha256)).find(({ state }) => state === 'accepted');
			const cell = photo && (await readPhoto(photo, photoStore));
			const called = (label: string) => displayName(label, outcomeNames, locale);
			const { judged, labelled } = answer;
			const shown = { ...answer, judged: called(judged), labelled: called(labelled) };
			if (cell) found.push({ answer: shown, ...cell });
		}
	} catch (error) {
		// The result is worth telling without them.
		logger.error({ err: error }, 'examples of a new model cannot be shown');
	}
	return found;
}

function exampleLine(example: Example, number: number, messages: Messages, characters: number): string {
	const credit = creditParts(example.photo, messages, characters);
	return [`**${number}** ${exampleText(example, 40, messages)}`, ...credit].join(' · ');
}

/** `crow 94 %`, and where that is wrong, what it is: as markdown, or for those who do not see the picture. */
function exampleText(
	{ answer }: Example,
	markdownCharacters: number,
	{ commands, percent }: Messages,
): string {
	const { judged, labelled, confidence } = answer;
	const shown = (name: string) => (markdownCharacters > 0 ? escapeText(name, markdownCharacters) : name);
	const texts = commands.learn;
	const said = texts.says(shown(judged), percent(confidence));
	return judged === labelled ? said : texts.wrong(said, shown(labelled));
}

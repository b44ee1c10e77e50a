import {
	button,
	type CommandContext,
	escapeText,
	type MessageContent,
	menu,
	row,
} from '../../src/bot/kit.ts';
import type { Taxon } from '../../src/crawl/sources/index.ts';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import { drawContactSheet, readForSheet } from '../../src/dataset/contact-sheet.ts';
import { LEARN } from '../shared/next-steps.ts';
import { taxonName, taxonOptions } from '../shared/taxa.ts';
import { type Course, formatLearn } from './state.ts';

/** Living things to choose from: two rows of pictures. */
const OFFERED = 8;

/** Longest to wait for pictures: the names alone will do. */
const PATIENCE_MS = 10_000;

export interface TaxonQuestion extends MessageContent {
	readonly files: { readonly attachment: Buffer; readonly name: string; readonly description: string }[];
	/** Pictures of the question before go. */
	readonly attachments: [];
}

/** Asks which living thing a label stands for: a menu, and what each looks like. */
export async function renderQuestion(
	label: Label,
	taxa: readonly Taxon[],
	course: Course,
	context: Pick<CommandContext, 'crawler' | 'messages'>,
): Promise<TaxonQuestion> {
	const { messages, crawler } = context;
	const texts = messages.commands.learn;
	const offered = taxa.slice(0, OFFERED);
	const sheet = await drawTaxa(offered, context);
	return {
		content: [
			texts.which(escapeText(label.name), course.position + 1, course.labels.length),
			texts.whichHint,
			...(crawler?.isLocal ? [messages.commands.labels.local] : []),
		].join('\n'),
		components: [
			row(
				menu(LEARN, formatLearn({ kind: 'taxon', course }), {
					placeholder: messages.commands.labels.chooseTaxon,
					options: taxonOptions(offered, messages, (taxon, index) => `${index + 1} · ${taxonName(taxon)}`),
				}),
			),
			row(button(LEARN, formatLearn({ kind: 'leave' }), texts.leave)),
		],
		files: sheet
			? [
					{
						attachment: sheet,
						name: 'taxa.jpg',
						description: offered.map((taxon, index) => `${index + 1} ${taxonName(taxon)}`).join(', '),
					},
				]
			: [],
		attachments: [],
	};
}

/** Their pictures by number; undefined where there is none at all. */
async function drawTaxa(
	taxa: readonly Taxon[],
	{ crawler }: Pick<CommandContext, 'crawler'>,
): Promise<Buffer | undefined> {
	const signal = AbortSignal.timeout(PATIENCE_MS);
	const pictures = await Promise.all(
		taxa.map(async (taxon) => {
			const bytes = await crawler?.fetchPicture(taxon, signal);
			return bytes && readForSheet(bytes).catch(() => undefined);
		}),
	);
	if (pictures.every((pixels) => pixels === undefined)) return undefined;
	return drawContactSheet(pictures);
}

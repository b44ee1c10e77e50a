import type { MessageComponentInteraction, ModalSubmitInteraction } from 'discord.js';
import { ComponentType, TextInputStyle } from 'discord-api-types/v10';
import {
	type CommandContext,
	type Component,
	formatComponentId,
	type Modal,
	requireDatasetManager,
} from '../../src/bot/kit.ts';
import { readList } from '../../src/dataset/catalogue/name-lists.ts';
import { requirePhotoRoom } from '../../src/dataset/quotas.ts';
import { UserError } from '../../src/errors.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { DEFAULT_LEARNED_PHOTOS } from '../../src/train/learning/plan.ts';
import { setTaxon } from '../shared/add-label.ts';
import { LEARN } from '../shared/next-steps.ts';
import { parseTaxonValue } from '../shared/taxa.ts';
import { goOn } from './go-on.ts';
import { requireFree, start } from './start.ts';
import { type Course, parseLearn } from './state.ts';

/** The menus and buttons of `/learn`, and the one elsewhere that asks for names. */
export const component: Component = {
	...LEARN,
	async execute(interaction, text, context) {
		const classifier = requireDatasetManager(interaction, context);
		const state = parseLearn(text);
		switch (state?.kind) {
			case 'teach':
				await interaction.showModal(renderForm(context.messages));
				return;
			case 'leave':
				await interaction.update({
					content: context.messages.commands.learn.left,
					components: [],
					attachments: [],
				});
				return;
			case 'cancel':
				return cancel(interaction, context, classifier);
			case 'taxon':
				return choose(interaction, context, state.course);
			case 'again':
				return again(interaction, context, state.course);
			default:
				throw new UserError('component-outdated', {});
		}
	},
};

/** Names in a form, for those who would rather press than type a command. */
export const form: Modal = {
	...LEARN,
	async execute(interaction: ModalSubmitInteraction, _state, context) {
		const names = readList(interaction.fields.getTextInputValue('names'));
		await start(interaction, context, { names, wanted: DEFAULT_LEARNED_PHOTOS });
	},
};

function renderForm({ commands }: Messages) {
	const texts = commands.learn;
	return {
		title: texts.form.title,
		custom_id: formatComponentId({ ...LEARN, state: '' }),
		components: [
			{
				type: ComponentType.Label as const,
				label: texts.form.names,
				component: {
					type: ComponentType.TextInput as const,
					custom_id: 'names',
					style: TextInputStyle.Short,
					placeholder: texts.form.example,
					max_length: 600,
					required: true,
				},
			},
		],
	};
}

async function cancel(
	interaction: MessageComponentInteraction,
	{ learnings, catalogue }: CommandContext,
	classifier: string,
): Promise<void> {
	const by = interaction.user.id;
	if (!(await learnings.cancel(classifier, by))) throw new UserError('component-outdated', {});
	await catalogue.dataset(classifier).audit.record({ action: 'retrain-cancel', by });
	// The message itself is edited when it has ended.
	await interaction.deferUpdate();
}

async function choose(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	course: Course,
): Promise<void> {
	const dataset = await requireReady(interaction, context, course);
	await interaction.deferUpdate();
	const label = await dataset.labels.get(course.labels[course.position] ?? -1);
	const chosen = parseTaxonValue(interaction.isStringSelectMenu() ? interaction.values[0] : undefined);
	if (label && chosen) await setTaxon(label, chosen, interaction, context, dataset);
	await goOn(interaction, context, { ...course, position: course.position + 1 });
}

/** Goes on after it was cancelled or has failed: what came is there. */
async function again(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	course: Course,
): Promise<void> {
	await requireReady(interaction, context, course);
	await interaction.deferUpdate();
	await goOn(interaction, context, course);
}

/** @throws {UserError} `no-labels`, `photo-quota`, as `requireFree` */
async function requireReady(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	{ labels, wanted }: Course,
) {
	const classifier = requireDatasetManager(interaction, context);
	// Its own, which it has since the names were added.
	const dataset = context.catalogue.dataset(classifier);
	const known = await dataset.labels.getAll(labels);
	if (known.length === 0) throw new UserError('no-labels', {});
	await requirePhotoRoom(classifier, dataset, known, wanted, context.quotas);
	await requireFree(classifier, context);
	return dataset;
}

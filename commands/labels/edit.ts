import { type ChatInputCommandInteraction, type ModalSubmitInteraction, userMention } from 'discord.js';
import {
	type APIModalInteractionResponseCallbackData,
	ApplicationCommandOptionType,
	ComponentType,
	TextInputStyle,
} from 'discord-api-types/v10';
import { z } from 'zod';
import {
	type CommandContext,
	defer,
	described,
	escapeText,
	formatComponentId,
	labelText,
	labelToChange,
	type Modal,
	readArguments,
	readState,
	requireLabel,
	suggestLabels,
} from '../../src/bot/kit.ts';
import type { Label, LabelChanges } from '../../src/dataset/catalogue/catalogue.ts';
import { readLines } from '../../src/dataset/catalogue/name-lists.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { LABELS } from '../shared/label-removal.ts';
import type { DatasetSubcommand, SubcommandData } from '../shared/subcommands.ts';
import { askForTaxa } from './taxon-menu.ts';

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'edit',
	...described(({ labels }) => labels.edit),
	options: [
		{
			type: ApplicationCommandOptionType.String,
			name: 'label',
			...described(({ labels }) => labels.edit.options.label),
			required: true,
			autocomplete: true,
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'japanese',
			...described(({ labels }) => labels.edit.options.japanese),
			max_length: 50,
		},
		{
			type: ApplicationCommandOptionType.String,
			name: 'english',
			...described(({ labels }) => labels.edit.options.english),
			max_length: 50,
		},
	],
} as const satisfies SubcommandData;

/** Names a label in a language, or else shows a form with all that can be changed. */
export const edit: DatasetSubcommand = {
	data,
	async execute(interaction, context, dataset) {
		const { label: name, japanese, english } = readArguments(data.options, interaction);
		const label = await requireLabel(dataset, name);
		if (japanese === undefined && english === undefined) {
			await interaction.showModal(renderForm(label, context.messages));
			return;
		}
		const changes = { displayNames: { ja: japanese, en: english } };
		await defer(interaction, { ephemeral: true });
		const changed = await change(label.id, changes, interaction, context);
		await interaction.editReply(context.messages.commands.labels.changed(labelText(changed, context.locale)));
	},
	async autocomplete(interaction, { locale }, dataset) {
		await interaction.respond(await suggestLabels(dataset, interaction.options.getFocused(), locale));
	},
};

/** Takes the filled form, and asks once more which living thing it is. */
export const form: Modal = {
	...LABELS,
	async execute(interaction, state, context) {
		const id = readState(z.coerce.number().int().positive(), state);
		await defer(interaction, { ephemeral: true });
		const label = await change(id, readForm(interaction), interaction, context);
		const { content, components } = await askForTaxa([label], context);
		await interaction.editReply({
			content: [context.messages.commands.labels.changed(labelText(label, context.locale)), content].join(
				'\n',
			),
			components,
		});
	},
};

/** Changes a label of the member's server, and enters that where changes are entered. */
async function change(
	id: number,
	changes: LabelChanges,
	interaction: ChatInputCommandInteraction | ModalSubmitInteraction,
	context: CommandContext,
): Promise<Label> {
	const by = interaction.user.id;
	const { dataset, label: before } = await labelToChange(id, interaction, context, changes);
	const label = await dataset.labels.edit(before.id, changes, by);
	await dataset.audit.record({
		action: 'label-edit',
		by,
		detail: { label: label.name, before: before.name },
	});
	const shown = escapeText(label.name);
	void context.guildLog.post(dataset.classifier, null, ({ bot }) =>
		bot.log.labelChanged(userMention(by), shown),
	);
	return label;
}

function renderForm(label: Label, { commands }: Messages): APIModalInteractionResponseCallbackData {
	const texts = commands.labels.form;
	return {
		title: texts.title,
		custom_id: formatComponentId({ ...LABELS, state: String(label.id) }),
		components: [
			field('name', texts.name, [label.name], TextInputStyle.Short),
			field('aliases', texts.aliases, label.aliases),
			field('search', texts.search, label.searchTerms),
			field('exclude', texts.exclude, label.exclusions),
		],
	};
}

function field(
	id: string,
	label: string,
	lines: readonly string[],
	style = TextInputStyle.Paragraph,
): APIModalInteractionResponseCallbackData['components'][number] {
	return {
		type: ComponentType.Label,
		label,
		component: {
			type: ComponentType.TextInput,
			custom_id: id,
			style,
			value: lines.join('\n'),
			required: style === TextInputStyle.Short,
		},
	};
}

function readForm({ fields }: ModalSubmitInteraction) {
	return {
		name: fields.getTextInputValue('name'),
		aliases: readLines(fields.getTextInputValue('aliases')),
		searchTerms: readLines(fields.getTextInputValue('search')),
		exclusions: readLines(fields.getTextInputValue('exclude')),
	};
}

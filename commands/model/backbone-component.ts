import type { MessageComponentInteraction } from 'discord.js';
import { type CommandContext, type Component, requireHost } from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import type { SurveyedBackbone } from '../../src/train/backbone/survey.ts';
import { BACKBONE, renderBackbones, renderMoveQuestion } from './backbone.ts';

/** The menu and the buttons of `/model backbone`. */
export const backboneComponent: Component = {
	...BACKBONE,
	async execute(interaction, state, context) {
		requireHost(context);
		const { mover } = context;
		const [action, hash = ''] = state.split(' ');
		await interaction.deferUpdate();
		switch (action) {
			case 'show':
				break;
			case 'choose': {
				const survey = await mover.survey();
				const chosen = find(survey.backbones, chosenValue(interaction));
				await interaction.editReply(renderMoveQuestion(chosen, survey, context));
				return;
			}
			case 'use': {
				const { backbones } = await mover.survey();
				await mover.begin(find(backbones, hash).name, interaction.user.id);
				break;
			}
			case 'cancel':
				await mover.cancel();
				break;
			default:
				throw new UserError('component-outdated', {});
		}
		await show(interaction, context);
	},
};

async function show(interaction: MessageComponentInteraction, context: CommandContext): Promise<void> {
	await interaction.editReply(await renderBackbones(context));
}

function chosenValue(interaction: MessageComponentInteraction): string {
	return interaction.isStringSelectMenu() ? (interaction.values[0] ?? '') : '';
}

/** @throws {UserError} `component-outdated` where it was removed meanwhile */
function find(backbones: readonly SurveyedBackbone[], hash: string): SurveyedBackbone {
	const found = backbones.find(({ manifest }) => hash !== '' && manifest.sha256.startsWith(hash));
	if (!found) throw new UserError('component-outdated', {});
	return found;
}

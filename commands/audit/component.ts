import type { Component } from '../../src/bot/commands/command.ts';
import { requireDatasetManager } from '../../src/bot/interactions/dataset-manager.ts';
import { UserError } from '../../src/errors.ts';
import { AUDIT, parseState, renderPage } from './page.ts';

/** The buttons that turn the pages. */
export const component: Component = {
	...AUDIT,
	async execute(interaction, state, context) {
		const classifier = requireDatasetManager(interaction, context);
		const query = parseState(state);
		if (!query) throw new UserError('component-outdated', {});
		await interaction.update(renderPage(context.catalogue.dataset(classifier), query, context.messages));
	},
};

import { ComponentType } from 'discord-api-types/v10';
import { type ComponentNode, walkComponents } from '../world/components.ts';
import { characters } from './fields.ts';
import type { Form, FormPath } from './form.ts';
import { MAX_DISPLAYED_TEXT } from './layout-components.ts';

const MAX_COMPONENTS = 40;

/** What is checked over all components together: ids once, not too many, not too much text. */
export function checkTree(components: readonly ComponentNode[], form: Form, path: FormPath): void {
	const all = walkComponents(components, path);
	const customIds = new Set<string>();
	const ids = new Set<number>();
	for (const { node, path: place } of all) {
		if (node.custom_id !== undefined) {
			if (customIds.has(node.custom_id)) {
				const message = 'Component custom id cannot be duplicated';
				form.add([...place, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', message);
			}
			customIds.add(node.custom_id);
		}
		if (node.id !== undefined && node.id !== 0) {
			if (ids.has(node.id))
				form.add([...place, 'id'], 'COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated');
			ids.add(node.id);
		}
	}
	if (all.length > MAX_COMPONENTS) {
		const message = `The total number of components (${all.length}) exceeds the maximum of ${MAX_COMPONENTS}`;
		form.add(path, 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', message);
	}
	const texts = all.map(({ node }) => (node.type === ComponentType.TextDisplay ? (node.content ?? '') : ''));
	if (characters(texts.join('')) > MAX_DISPLAYED_TEXT) {
		const message = `The displayable text size exceeds the maximum of ${MAX_DISPLAYED_TEXT}`;
		form.add(path, 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', message);
	}
}

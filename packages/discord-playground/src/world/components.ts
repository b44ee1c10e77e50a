import { ComponentType } from 'discord-api-types/v10';

/** Any component of a message or modal, as far as walking through them needs. */
export interface ComponentNode {
	readonly type: ComponentType;
	id?: number | undefined;
	readonly custom_id?: string | undefined;
	readonly content?: string | undefined;
	readonly components?: readonly ComponentNode[] | undefined;
	readonly accessory?: ComponentNode | undefined;
	readonly component?: ComponentNode | undefined;
}

export type ComponentPath = readonly (string | number)[];

export interface PlacedComponent {
	readonly node: ComponentNode;
	readonly path: ComponentPath;
}

/** All components, parents before their children. */
export function walkComponents(
	components: readonly ComponentNode[],
	path: ComponentPath = [],
): PlacedComponent[] {
	return components.flatMap((node, index) => place(node, [...path, index]));
}

function place(node: ComponentNode, path: ComponentPath): PlacedComponent[] {
	return [
		{ node, path },
		...walkComponents(node.components ?? [], [...path, 'components']),
		...(node.accessory ? place(node.accessory, [...path, 'accessory']) : []),
		...(node.component ? place(node.component, [...path, 'component']) : []),
	];
}

export function displayedText(components: readonly ComponentNode[]): string {
	return walkComponents(components)
		.flatMap(({ node }) => (node.type === ComponentType.TextDisplay ? [node.content ?? ''] : []))
		.join('\n');
}

/** Numbers the components that were sent without an id, from 1, leaving out the numbers in use. */
export function numberComponents(components: readonly ComponentNode[]): void {
	const all = walkComponents(components);
	const taken = new Set(all.map(({ node }) => node.id).filter((id) => id !== undefined && id !== 0));
	let next = 1;
	for (const { node } of all) {
		if (node.id !== undefined && node.id !== 0) continue;
		while (taken.has(next)) next++;
		node.id = next;
		taken.add(next);
	}
}

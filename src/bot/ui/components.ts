import {
	type APIActionRowComponent,
	type APIButtonComponent,
	type APIComponentInMessageActionRow,
	type APISelectMenuOption,
	type APIStringSelectComponent,
	ButtonStyle,
	ComponentType,
} from 'discord-api-types/v10';
import type { z } from 'zod';
import { UserError } from '../../errors.ts';
import { plainLine } from '../answer/text.ts';

export type Row<Component extends APIComponentInMessageActionRow = APIComponentInMessageActionRow> =
	APIActionRowComponent<Component>;

/** What a message says, and what can be pressed or chosen below. */
export interface MessageContent {
	readonly content: string;
	readonly components: Row[];
}

/** A file as Discord takes it, with what it shows for those who do not see it. */
export interface Attached {
	readonly attachment: Buffer;
	readonly name: string;
	readonly description: string;
}

/** Whose component it is; the state is what it is about. */
type Address = Pick<ComponentId, 'name' | 'version'>;

const STYLES = {
	primary: ButtonStyle.Primary,
	secondary: ButtonStyle.Secondary,
	success: ButtonStyle.Success,
	danger: ButtonStyle.Danger,
} as const;

/** Discord's limit of the texts of a menu's option. */
const MAX_OPTION = 100;

export function button(
	address: Address,
	state: string,
	label: string,
	style: keyof typeof STYLES = 'secondary',
): APIButtonComponent {
	const customId = formatComponentId({ ...address, state });
	return { type: ComponentType.Button, style: STYLES[style], label, custom_id: customId };
}

export function menu(
	address: Address,
	state: string,
	given: Omit<APIStringSelectComponent, 'type' | 'custom_id'>,
): APIStringSelectComponent {
	return { type: ComponentType.StringSelect, custom_id: formatComponentId({ ...address, state }), ...given };
}

/** An option of a menu, its texts as one line each. */
export function option(value: string, label: string, description?: string): APISelectMenuOption {
	return {
		value,
		label: plainLine(label, MAX_OPTION),
		...(description !== undefined && { description: plainLine(description, MAX_OPTION) }),
	};
}

/** Buttons side by side, or a menu. */
export function row<Component extends APIComponentInMessageActionRow>(
	...components: Component[]
): Row<Component> {
	return { type: ComponentType.ActionRow, components };
}

/** For a message that asks nothing (any more). */
export function onlyText(content: string): MessageContent {
	return { content, components: [] };
}

/** What a custom id says: which component, in which version of its state, and the state. */
export interface ComponentId {
	readonly name: string;
	readonly version: number;
	readonly state: string;
}

/** Discord's limit. */
const MAX_LENGTH = 100;

const PATTERN = /^([a-z-]+):(\d+):(.*)$/s;

/** A custom id that still means the same after a restart: all state is in it. */
export function formatComponentId({ name, version, state }: ComponentId): string {
	const id = `${name}:${version}:${state}`;
	if (id.length > MAX_LENGTH) throw new RangeError(`the component id ${id} is longer than ${MAX_LENGTH}`);
	return id;
}

export function parseComponentId(customId: string): ComponentId | undefined {
	const [, name, version, state] = PATTERN.exec(customId) ?? [];
	if (name === undefined || version === undefined || state === undefined) return undefined;
	return { name, version: Number(version), state };
}

/**
 * What a component's state, or a choice in it, says. It comes from outside: an older Hantei's, or forged.
 * @throws {UserError} `component-outdated` for what none of ours says
 */
export function readState<Schema extends z.ZodType>(schema: Schema, state: unknown): z.infer<Schema> {
	const { success, data } = schema.safeParse(state);
	if (!success) throw new UserError('component-outdated', {});
	return data;
}

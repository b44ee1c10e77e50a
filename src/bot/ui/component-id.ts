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

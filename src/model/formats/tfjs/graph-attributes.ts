import { z } from 'zod';
import type { Pair } from '../network/padding.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';

/** protobuf's JSON mapping: 64-bit integers are texts, bytes are base64. */
const integer = z.union([z.number(), z.string().transform(Number)]).pipe(z.number().int());
const bytes = z.base64().transform((text) => Buffer.from(text, 'base64').toString());

/** The attributes of a graph node, by name, each of the type that the caller asks for. */
export class NodeAttributes {
	readonly #attributes: Readonly<Record<string, unknown>>;

	constructor(attributes: Readonly<Record<string, unknown>>) {
		this.#attributes = attributes;
	}

	integers(name: string): number[] {
		return this.#read(name, z.object({ list: z.object({ i: z.array(integer).default([]) }) }))?.list.i ?? [];
	}

	number(name: string, fallback: number): number {
		return this.#read(name, z.object({ f: z.number() }))?.f ?? fallback;
	}

	flag(name: string): boolean {
		return this.#read(name, z.object({ b: z.boolean() }))?.b ?? false;
	}

	text(name: string): string | undefined {
		return this.#read(name, z.object({ s: bytes }))?.s;
	}

	texts(name: string): string[] {
		return this.#read(name, z.object({ list: z.object({ s: z.array(bytes).default([]) }) }))?.list.s ?? [];
	}

	/** An attribute of four integers, `[1, height, width, 1]`; ones where it is absent. */
	pair(name: string): Pair {
		const [batch = 1, height = 1, width = 1, channels = 1] = this.integers(name);
		if (batch !== 1 || channels !== 1) throw new UnsupportedNetwork(`${name} across photos or channels`);
		return [height, width];
	}

	padding(): 'same' | 'valid' {
		const padding = this.text('padding');
		if (padding === 'SAME') return 'same';
		if (padding === 'VALID') return 'valid';
		throw new UnsupportedNetwork(`${padding ?? 'unknown'} padding`);
	}

	#read<T>(name: string, schema: z.ZodType<T>): T | undefined {
		if (!Object.hasOwn(this.#attributes, name)) return undefined;
		const parsed = schema.safeParse(this.#attributes[name]);
		if (!parsed.success) throw new DamagedNetwork(`its attribute ${name} is malformed`);
		return parsed.data;
	}
}

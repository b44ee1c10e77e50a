import type { ForeignNode } from './foreign-model.ts';
import { type ForeignTensor, readTensor } from './tensor.ts';
import { bytesOf, type Field, integerOf, integersOf, readFields, textOf } from './wire.ts';

/** The settings of a node, by name. What a file leaves out has the value that ONNX gives it. */
export class OnnxAttributes {
	readonly #fields: ReadonlyMap<string, readonly Field[]>;

	constructor({ raw }: Pick<ForeignNode, 'raw'>) {
		this.#fields = new Map(
			bytesOf(readFields(raw), 5).map((attribute) => {
				const fields = readFields(attribute);
				return [textOf(fields, 1), fields];
			}),
		);
	}

	integer(name: string, otherwise: number): number {
		return integerOf(this.#fields.get(name) ?? [], 3) ?? otherwise;
	}

	/** Undefined where it is not there. */
	integers(name: string): readonly number[] | undefined {
		const fields = this.#fields.get(name);
		return fields && integersOf(fields, 8).map(Number);
	}

	float(name: string, otherwise: number): number {
		const bytes = this.#fields.get(name)?.find(({ number }) => number === 2)?.bytes;
		return bytes ? new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true) : otherwise;
	}

	text(name: string, otherwise: string): string {
		const fields = this.#fields.get(name);
		return fields ? textOf(fields, 4) : otherwise;
	}

	tensor(name: string): ForeignTensor | undefined {
		const [raw] = bytesOf(this.#fields.get(name) ?? [], 5);
		return raw && readTensor(raw);
	}
}

import { UserError } from '../../src/errors.ts';
import type { ServingEngine } from '../../src/registry/serving-model.ts';
import { embeddingOf } from '../support/classifiers.ts';
import { BACKBONE } from '../support/versions.ts';

/** Embeds a photo of one byte: the label it shows; 255 shows nothing known. `before` can hold a photo back. */
export class FakeEngine implements ServingEngine {
	readonly backbone = {
		manifest: { ...BACKBONE, format: 1, input: { width: 1, height: 1 }, parts: [], dimension: 8 },
		onnxPath: '',
	} as unknown as ServingEngine['backbone'];
	before: () => Promise<void> = async () => {};

	async embed([label]: Uint8Array) {
		await this.before();
		if (label === undefined) throw new UserError('image-empty', {});
		// The last direction of each part belongs to no label.
		return { embedding: embeddingOf(label === 255 ? 3 : label) };
	}

	load() {
		return { waiting: 3, running: 1, queueLimit: 50, workers: 2 };
	}
}

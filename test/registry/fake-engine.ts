import { UserError } from '../../src/errors.ts';
import type { BackboneReference } from '../../src/model/backbone/backbones.ts';
import type { Backbone } from '../../src/model/backbone/folder.ts';
import type { EmbedOptions } from '../../src/model/engine/engine.ts';
import { PROCESSOR } from '../../src/model/engine/providers/device.ts';
import type { EmbeddingEngine } from '../../src/registry/servable.ts';
import { embeddingOf } from '../support/classifiers.ts';
import { BACKBONE } from '../support/versions.ts';

export function fakeBackbone(reference: BackboneReference = BACKBONE): Backbone {
	const manifest = { ...reference, format: 1, input: { width: 1, height: 1 }, parts: [], dimension: 8 };
	return { manifest, onnxPath: '' } as unknown as Backbone;
}

/** Embeds a photo of one byte: the label it shows; 255 shows nothing known. `before` can hold a photo back. */
export class FakeEngine implements EmbeddingEngine {
	readonly device = PROCESSOR;
	/** By SHA-256. */
	readonly installed = new Map([[BACKBONE.sha256, fakeBackbone()]]);
	/** Ids of the backbones that photos were run through, in turn. */
	readonly ran: string[] = [];
	before: () => Promise<void> = async () => {};

	async backboneOf({ id, sha256 }: BackboneReference): Promise<Backbone> {
		const backbone = this.installed.get(sha256);
		if (!backbone) throw new UserError('backbone-not-installed', { id });
		return backbone;
	}

	async embed([label]: Uint8Array, { backbone, beside, signal }: EmbedOptions = {}) {
		await this.before();
		if (signal?.aborted) throw new UserError('cancelled', {});
		if (label === undefined) throw new UserError('image-empty', {});
		if (backbone) this.ran.push(backbone.manifest.id);
		// The last direction of each part belongs to no label.
		const embedding = embeddingOf(label === 255 ? 3 : label);
		const isTogether = backbone && beside && backbone.manifest.trunk?.of === beside.manifest.sha256;
		return { embedding, ...(isTogether && { beside: embedding }) };
	}

	load() {
		return { waiting: 3, running: 1, queueLimit: 50, workers: 2 };
	}
}

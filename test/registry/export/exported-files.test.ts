import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { classify } from '../../../src/model/classifier.ts';
import { InferenceSession, Tensor } from '../../../src/model/onnx-runtime.ts';
import { ifItHadToBeOne } from '../../../src/model/prediction.ts';
import { exportedFiles } from '../../../src/registry/export/exported-files.ts';
import { Registry } from '../../../src/registry/registry.ts';
import { decodeVersion } from '../../../src/registry/version-files.ts';
import { embeddingOf } from '../../support/classifiers.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { newVersion } from '../../support/versions.ts';

const temporaryFolder = temporaryFolders();

let registry: Registry;
let files: ReadonlyMap<string, Uint8Array>;
beforeEach(async () => {
	const folder = await temporaryFolder();
	registry = new Registry({ folder, shipped: join(folder, 'shipped') });
	files = await exportedFiles(await registry.write('default', newVersion(3)), registry);
});

const text = (name: string) => new TextDecoder().decode(files.get(name));

describe('an exported version', () => {
	it('is whole: it can be read as it lies there', async () => {
		const version = await decodeVersion(async (name) => {
			const bytes = files.get(name);
			if (!bytes) throw new Error(`${name} is missing`);
			return bytes;
		});
		expect(version.manifest.training.seed).toBe(3);
	});

	it('says how to use it, and whose photos it learned from', () => {
		expect(text('README.md')).toContain('boar, crow, monkey');
		expect(text('README.md')).toContain('test-backbone');
		expect(text('ATTRIBUTION.md')).toContain('Seed 3.');
	});

	it('holds the head as a network that says the same', async () => {
		const version = newVersion(3);
		const session = await InferenceSession.create(files.get('head.onnx') ?? new Uint8Array());
		const embeddings = [embeddingOf(0, 0.1), embeddingOf(1, 0.3), embeddingOf(2)];
		const input = Float32Array.from(embeddings.flatMap((embedding) => [...embedding]));
		const { probabilities } = await session.run({ embedding: new Tensor('float32', input, [3, 8]) });
		await session.release();
		const { labels } = version.manifest;
		for (const [n, embedding] of embeddings.entries()) {
			for (const { label, confidence } of ifItHadToBeOne(classify(version.classifier, embedding).ranking)) {
				const said = probabilities.data[n * labels.length + labels.indexOf(label)];
				expect(said).toBeCloseTo(confidence, 5);
			}
		}
	});
});

import type { Predictor } from './predictor.ts';
import type { Registry } from './registry.ts';
import { type EmbeddingEngine, loadClassifier, Servable } from './servable.ts';
import { formatVersionName, type VersionName } from './version-name.ts';

/**
 * Classifies with one version and no other, whatever serves.
 * @throws {UserError} why it does not load
 */
export async function openSinglePredictor(
	version: VersionName,
	parts: { readonly registry: Registry; readonly engine: EmbeddingEngine },
): Promise<Predictor> {
	const { registry, engine } = parts;
	const name = formatVersionName(version);
	const model = new Servable(name, await loadClassifier(version, parts), () => {});
	let judged = 0;
	return {
		async predict(bytes, options) {
			const lease = model.lease();
			try {
				const { embedding } = await engine.embed(bytes, { ...options, backbone: lease.backbone });
				judged++;
				return lease.predict(embedding);
			} finally {
				lease.release();
			}
		},
		status() {
			const { waiting, queueLimit, workers } = engine.load();
			return {
				model: name,
				labels: model.labels,
				names: model.names,
				backbone: model.backbone.manifest.id,
				queue: { waiting, limit: queueLimit, workers },
				device: engine.device,
				judged,
			};
		},
		loaded: async () => ({
			name,
			version: await registry.read(version),
			names: model.names,
			backbone: model.backbone,
		}),
	};
}

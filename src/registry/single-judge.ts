import type { Judge } from './judge.ts';
import type { Registry } from './registry.ts';
import { loadClassifier, type ServingEngine, ServingModel } from './serving-model.ts';
import { formatVersionName, type VersionName } from './version-name.ts';

/**
 * Judges with one version and no other, whatever serves.
 * @throws {UserError} why it does not load
 */
export async function judgeWith(
	version: VersionName,
	parts: { readonly registry: Registry; readonly engine: ServingEngine },
): Promise<Judge> {
	const { registry, engine } = parts;
	const name = formatVersionName(version);
	const model = new ServingModel(name, await loadClassifier(version, parts), () => {});
	let judged = 0;
	return {
		async judge(bytes, options) {
			const lease = model.lease();
			try {
				const { embedding } = await engine.embed(bytes, { ...options, backbone: lease.backbone });
				judged++;
				return lease.judge(embedding);
			} finally {
				lease.release();
			}
		},
		status() {
			const { waiting, queueLimit, workers } = engine.load();
			return {
				model: name,
				labels: model.labels,
				backbone: model.backbone.manifest.id,
				queue: { waiting, limit: queueLimit, workers },
				judged,
			};
		},
		loaded: async () => ({ name, version: await registry.read(version), backbone: model.backbone }),
	};
}

import { createHash } from 'node:crypto';
import type { Engine } from '../model/engine/engine.ts';
import { embedOnce } from './embed-once.ts';
import type { EmbeddingCache } from './embedding-cache.ts';

/** Classes that nobody wants in a dataset, and how much each counts: swimwear is no reason to leave a beach out. */
const WEIGHTS: Readonly<Record<string, number>> = { Porn: 1, Hentai: 1, Sexy: 0.5 };

/**
 * How likely a photo is not safe for work, 0 to 1, as the backbone sees it; undefined when it does not look for that.
 * One run of the backbone gives both this and the embedding that training will ask for, which the cache keeps.
 * @throws {UserError} as Engine.embedViews
 */
export function nsfwScorer(
	engine: Pick<Engine, 'backbone' | 'embedViews'>,
	cache: EmbeddingCache,
): ((photo: Uint8Array, signal?: AbortSignal) => Promise<number>) | undefined {
	const classes = engine.backbone.manifest.safetyClasses;
	if (!classes) return undefined;
	return async (photo, signal) => {
		const sha256 = createHash('sha256').update(photo).digest('hex');
		const { safety } = await embedOnce(photo, sha256, ['original'], { engine, cache, signal });
		return classes.reduce((sum, name, index) => sum + (WEIGHTS[name] ?? 0) * (safety?.[index] ?? 0), 0);
	};
}

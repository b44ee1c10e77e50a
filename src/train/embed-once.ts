import type { ViewName } from '../image/views.ts';
import type { Backbone } from '../model/backbone/folder.ts';
import type { EmbeddedViews, Engine } from '../model/engine/engine.ts';
import type { EmbeddingCache } from './embedding-cache.ts';

interface EmbedOnceOptions {
	readonly engine: Pick<Engine, 'embedViews'>;
	/** The one in use, where none is given. */
	readonly backbone?: Backbone;
	/** Of that backbone. */
	readonly cache: EmbeddingCache;
	readonly signal?: AbortSignal;
}

/**
 * Embeds those views of a photo that the cache does not know yet, and adds them to it.
 * @throws {UserError} as Engine.embedViews
 */
export async function embedOnce(
	bytes: Uint8Array,
	sha256: string,
	views: readonly ViewName[],
	{ engine, backbone, cache, signal }: EmbedOnceOptions,
): Promise<EmbeddedViews> {
	const known = await cache.get(sha256, views);
	const missing = views.filter((view) => !known?.views.has(view));
	if (known && missing.length === 0) return known;
	const embedded = await engine.embedViews(bytes, { views: missing, backbone, signal });
	await cache.put(sha256, embedded);
	return {
		...embedded,
		views: new Map([...(known?.views ?? []), ...embedded.views]),
	};
}

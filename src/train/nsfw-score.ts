import type { Engine } from '../model/engine/engine.ts';

/** Classes that nobody wants in a dataset, and how much each counts: swimwear is no reason to leave a beach out. */
const WEIGHTS: Readonly<Record<string, number>> = { Porn: 1, Hentai: 1, Sexy: 0.5 };

/**
 * How likely a photo is not safe for work, 0 to 1, as the backbone sees it; undefined when it does not look for that.
 * @throws {UserError} as Engine.embed
 */
export function nsfwScorer(
	engine: Engine,
): ((photo: Uint8Array, signal?: AbortSignal) => Promise<number>) | undefined {
	const classes = engine.backbone.manifest.safetyClasses;
	if (!classes) return undefined;
	return async (photo, signal) => {
		const { safety } = await engine.embed(photo, { signal });
		return classes.reduce((sum, name, index) => sum + (WEIGHTS[name] ?? 0) * (safety?.[index] ?? 0), 0);
	};
}

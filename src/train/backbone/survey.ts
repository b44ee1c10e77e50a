import type { UserError } from '../../errors.ts';
import type { Backbone } from '../../model/backbone/folder.ts';
import { installedBackbones } from '../../model/backbone/installed.ts';
import { openBackbone } from '../../model/backbone/open.ts';
import { baseOf } from '../../registry/model-backbone.ts';
import type { Registry } from '../../registry/registry.ts';
import { BUNDLED } from './in-use.ts';
import { movableClassifiers, servingOf } from './movable-classifiers.ts';
import { type OpenInUseOptions, openBackboneInUse } from './open-in-use.ts';

/** A backbone that new models can be made on. */
export interface SurveyedBackbone {
	/** What a move to it is begun with: its id, or `bundled`. */
	readonly name: string;
	readonly manifest: Backbone['manifest'];
	readonly origin: 'bundled' | 'installed';
	/** Of all its files. */
	readonly bytes: number;
	readonly isInUse: boolean;
	/** Judged by a model that was made on it: the host's, and those with a model of their own. */
	readonly classifiers: readonly string[];
}

export interface BackboneSurvey {
	/** What new models are made on, wherever it lies. */
	readonly inUse: Backbone['manifest'];
	readonly backbones: readonly SurveyedBackbone[];
	readonly broken: readonly { readonly id: string; readonly reason: UserError }[];
}

/** What is installed, what is in use, and who is judged on what. */
export async function surveyBackbones({
	registry,
	...options
}: OpenInUseOptions & { readonly registry: Registry }): Promise<BackboneSurvey> {
	const { manifest: inUse } = await openBackboneInUse(options);
	const { manifest: bundled } = await openBackbone({ ...options, setting: BUNDLED });
	const served = await classifiersByBackbone(registry);
	const installed = await installedBackbones(options.dataFolder);
	return {
		inUse,
		backbones: installed.flatMap(({ id, origin, bytes, ...found }) => {
			if (found.state === 'broken') return [];
			const { manifest } = found.backbone;
			return {
				name: manifest.sha256 === bundled.sha256 ? BUNDLED : id,
				manifest,
				origin,
				bytes,
				isInUse: manifest.sha256 === inUse.sha256,
				classifiers: served.get(manifest.sha256) ?? [],
			};
		}),
		broken: installed.flatMap(({ id, ...found }) =>
			found.state === 'broken' ? { id, reason: found.reason } : [],
		),
	};
}

/** By the backbone's SHA-256. A model that cannot be read serves nobody. */
async function classifiersByBackbone(registry: Registry): Promise<Map<string, string[]>> {
	const served = new Map<string, string[]>();
	for (const classifier of await movableClassifiers(registry)) {
		const serving = await servingOf(classifier, registry);
		const manifest = serving && (await registry.readManifest(serving).catch(() => undefined));
		if (!manifest) continue;
		const { sha256 } = baseOf(manifest);
		served.set(sha256, [...(served.get(sha256) ?? []), classifier]);
	}
	return served;
}

import type { ViewName } from '../image/views.ts';
import type { BackboneManifest } from '../model/backbone/manifest.ts';
import { readReferenceStrangers } from '../model/backbone/reference-strangers.ts';
import type { Engine } from '../model/engine/engine.ts';
import type { Registry } from '../registry/registry.ts';
import { type CurrentVersion, readServing } from './current-version.ts';
import { type EmbeddedFile, type EmbeddedFiles, embedFiles } from './embed-files.ts';
import { EmbeddingCache } from './embedding-cache.ts';
import type { Champion } from './honest-pairs.ts';
import type { LabelledFile } from './scan-folder.ts';

/**
 * Views of each photo that a head is trained on; photos are judged as they are. `npm run bench views` measures what they
 * gain: with the mirror a point of accuracy, on few photos no more than chance may give, and 1 to 4 % of the log loss. It
 * doubles what embedding takes, and of a thousand photos more than doubles the fit. Crops gain as much again, at twice that.
 */
export const TRAINING_VIEWS: readonly ViewName[] = ['original', 'mirror'];

export interface TrainingEmbeddings extends EmbeddedFiles {
	/** The one in use, which the new model is made on. */
	readonly backbone: BackboneManifest;
	/** What it makes of pictures of all kinds of things. */
	readonly strangers: readonly Float32Array[];
	/** What serves, with what its own backbone makes of photos that are new to it. */
	readonly before: (CurrentVersion & Champion) | undefined;
}

export interface EmbedForTrainingOptions {
	readonly engine: Engine;
	readonly registry: Registry;
	readonly classifier: string;
	/** Where embeddings are kept. */
	readonly dataFolder: string;
	readonly views?: readonly ViewName[];
	readonly onProgress?: (done: number, total: number) => void;
	readonly signal?: AbortSignal;
}

/**
 * Embeds photos on the backbone in use. Where what serves was made on another one, photos that it has never judged are
 * embedded on that one, too: it can only be asked about them by its own.
 * @throws {UserError} `cancelled`
 */
export async function embedForTraining(
	files: readonly LabelledFile[],
	{
		engine,
		registry,
		classifier,
		dataFolder,
		views = TRAINING_VIEWS,
		onProgress,
		signal,
	}: EmbedForTrainingOptions,
): Promise<TrainingEmbeddings> {
	const backbone = engine.backbone.manifest;
	const strangers = await readReferenceStrangers(engine.backbone);
	const serving = await readServing(registry, classifier, engine);
	const isSame = serving?.backbone.manifest.sha256 === backbone.sha256;

	const { embedded, refused } = await embedFiles(files, {
		engine,
		cache: new EmbeddingCache(dataFolder, backbone),
		views,
		signal,
		onProgress,
	});
	const own = { backbone, strangers, embedded, refused };
	if (!serving) return { ...own, before: undefined };
	if (isSame) return { ...own, before: { ...serving, embeddingOf: (photo) => photo.embedding } };

	const newcomers = newTo(serving, embedded);
	const total = files.length + newcomers.length;
	const onItsOwn = await embedFiles(newcomers, {
		engine,
		backbone: serving.backbone,
		cache: new EmbeddingCache(dataFolder, serving.backbone.manifest),
		signal,
		onProgress: (done) => onProgress?.(files.length + done, total),
	});
	const embeddings = new Map(onItsOwn.embedded.map(({ sha256, embedding }) => [sha256, embedding]));
	return {
		...own,
		before: { ...serving, embeddingOf: ({ sha256 }) => embeddings.get(sha256) },
	};
}

/** Photos that a version had no say about when it was trained. */
function newTo({ version }: CurrentVersion, files: readonly EmbeddedFile[]): EmbeddedFile[] {
	const known = new Set(version.dataset.photos.map(({ sha256 }) => sha256));
	return files.filter(({ sha256 }) => !known.has(sha256));
}

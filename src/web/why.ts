import type { Catalogue } from '../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../dataset/photo-store.ts';
import { sharp } from '../image/libvips.ts';
import type { Pixels } from '../image/pixels.ts';
import type { Prediction } from '../model/prediction.ts';
import type { Explainer, Explanation } from '../registry/explain.ts';
import type { PredictOptions } from '../registry/predictor.ts';
import { DEFAULT_CLASSIFIER } from '../registry/version-name.ts';
import { drawHeatOver } from '../report/heat-map.ts';
import { findNeighbours, type Neighbours } from '../report/why/nearest.ts';

/** Why a picture was judged as it was, with its pictures as JPEG. */
export interface Why {
	readonly explanation: Explanation;
	readonly neighbours: Neighbours;
	readonly heat: EncodedPicture;
	/** As `neighbours.shown`. */
	readonly nearest: readonly EncodedPicture[];
}

export interface EncodedPicture {
	readonly jpeg: Buffer;
	readonly width: number;
	readonly height: number;
}

/** Classifies one encoded picture and says why; throws what `Explainer.explain` does. */
export type Explain = (
	bytes: Uint8Array,
	options: PredictOptions,
) => Promise<{ readonly prediction: Prediction; readonly why: Why }>;

export interface ExplainParts {
	readonly explainer: Explainer;
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
}

/** Pixels: as wide as a card is, so that pages stay small. */
const HEAT_ROOM = { width: 640, height: 480 };
const JPEG_QUALITY = 85;

export function createExplain({ explainer, ...dataset }: ExplainParts): Explain {
	return async (bytes, options) => {
		const explanation = await explainer.explain(DEFAULT_CLASSIFIER, bytes, options);
		const neighbours = await findNeighbours(explanation, dataset);
		const why = {
			explanation,
			neighbours,
			heat: await encode(await drawHeatOver(bytes, explanation.heat, HEAT_ROOM)),
			nearest: await Promise.all(neighbours.shown.map(({ pixels }) => encode(pixels))),
		};
		return { prediction: explanation.prediction, why };
	};
}

async function encode({ data, width, height }: Pixels): Promise<EncodedPicture> {
	const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
		.jpeg({ quality: JPEG_QUALITY })
		.toBuffer();
	return { jpeg, width, height };
}

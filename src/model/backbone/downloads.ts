import { IMAGENET, type Normalisation, normalisationOf, type Size } from '../formats/network/pixels.ts';

/** A network that somebody else keeps, pinned by its hash. */
export interface BackboneDownload {
	readonly id: string;
	/** Tried in this order. */
	readonly urls: readonly string[];
	/** Where from, as `URL.host`; redirects included. */
	readonly hosts: readonly string[];
	readonly bytes: number;
	/** Hexadecimal. */
	readonly sha256: string;
	/** SPDX expression. */
	readonly licence: string;
	/** Of the photo it takes. */
	readonly input: Size;
	readonly normalisation: Normalisation;
}

/**
 * Classifiers of the ONNX model zoo (https://github.com/onnx/models). Sizes and hashes are the Git LFS pointers of its
 * commit b1eeaa1a of 2025-06-27. Normalisation: for `mobilenetv2-12` and its 8-bit twin “Preprocessing” in the zoo's
 * vision/classification/mobilenet/README.md (at 823a7c29, which lists both), mean [.485, .456, .406], deviation
 * [.229, .224, .225]; for the others `default_cfgs` of timm 1.0.31 (`efficientnet_lite0.ra_in1k`,
 * `mobilenetv3_large_100.ra_in1k`, `regnety_008.pycls_in1k`, `tf_efficientnetv2_b0.in1k`,
 * `mobilenetv3_large_100.miil_in21k`, `convnext_tiny.fb_in22k`).
 */
const ZOO = [
	{
		id: 'mobilenetv2-12',
		path: 'validated/vision/classification/mobilenet/model/mobilenetv2-12.onnx',
		sha256: 'c0c3f76d93fa3fd6580652a45618618a220fced18babf65774ed169de0432ad5',
		bytes: 13_964_571,
	},
	{
		id: 'mobilenetv2-12-int8',
		path: 'validated/vision/classification/mobilenet/model/mobilenetv2-12-int8.onnx',
		sha256: 'cc028fe6cae7bc11a4ff53cfc9b79c920e8be65ce33a904ec3e2a8f66d77f95f',
		bytes: 3_655_033,
	},
	{
		id: 'efficientnet_lite0',
		path: 'Computer_Vision/efficientnet_lite0_Opset17_timm/efficientnet_lite0_Opset17.onnx',
		sha256: '0baee602f78ce8b9d6bfdf32394956c4fa42a814c8d1f31de628b6f489842311',
		bytes: 18_560_054,
	},
	{
		id: 'mobilenetv3_large_100',
		path: 'Computer_Vision/mobilenetv3_large_100_Opset17_timm/mobilenetv3_large_100_Opset17.onnx',
		sha256: 'b0b785f44a068dee4ff35bd88b114d4fd17a8bd635816f8f0ee46fa8b196c29f',
		bytes: 21_919_274,
	},
	{
		id: 'regnety_008',
		path: 'Computer_Vision/regnety_008_Opset17_timm/regnety_008_Opset17.onnx',
		sha256: 'db9b53fe9555d04a1c968113596c5b0d9f2e50dd2790602d8356c2b32cf8de68',
		bytes: 25_026_410,
	},
	{
		id: 'tf_efficientnetv2_b0',
		path: 'Computer_Vision/tf_efficientnetv2_b0_Opset17_timm/tf_efficientnetv2_b0_Opset17.onnx',
		sha256: '2bbf5e1e9b453794b7ba17788c73bdcb3cf19322a1fd01e5fb7e774433dbab75',
		bytes: 28_573_608,
		input: { width: 192, height: 192 },
	},
	{
		id: 'mobilenetv3_large_100_in21k',
		path: 'Computer_Vision/mobilenetv3_large_100_miil_in21k_Opset17_timm/mobilenetv3_large_100_miil_in21k_Opset17.onnx',
		sha256: '60ccd1a95d8cc640cfa2b66db62ff2d2a10938450d0daa679ad5fa0fb4dac148',
		bytes: 74_291_680,
		normalisation: normalisationOf('0..1'),
	},
	{
		id: 'convnext_tiny_in22k',
		path: 'Computer_Vision/convnext_tiny_in22k_Opset16_timm/convnext_tiny_in22k_Opset16.onnx',
		sha256: '5e7bf4733b72ee6a9a5161a98c3bf0bace5ee6eb47dc4873e670334fc5c50047',
		bytes: 178_580_336,
	},
] as const;

/** Backbones that Hantei can download, the smallest of each kind first. */
export const BACKBONE_DOWNLOADS: readonly BackboneDownload[] = ZOO.map(({ path, ...facts }) => ({
	input: { width: 224, height: 224 },
	licence: 'Apache-2.0',
	normalisation: IMAGENET,
	...facts,
	hosts: ['github.com', 'raw.githubusercontent.com', 'media.githubusercontent.com'],
	urls: [
		`https://github.com/onnx/models/raw/main/${path}`,
		`https://media.githubusercontent.com/media/onnx/models/main/${path}`,
	],
}));

import type { ModelVersion } from '../version-files.ts';

/** What lies in an exported version, and how to use it. */
export function readmeOf(name: string, { manifest, calibration, evaluation }: ModelVersion): string {
	const { backbone, labels, training } = manifest;
	const { width, height } = backbone.preprocessing;
	const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
	return `# ${name.replace('/', ' ')}

A model of Hantei that tells ${labels.length} labels apart: ${labels.join(', ')}.
Trained on ${training.photos - training.holdout - training.excluded} photos; right about ${percent(evaluation.accuracy.value)} of ${evaluation.photos} photos that it had not
learned from (95 % interval ${percent(evaluation.accuracy.low)} to ${percent(evaluation.accuracy.high)}).
Whose photos it learned from, and under which licences: ATTRIBUTION.md. Pass that file on with the model.

## In another Hantei

Put this folder into its registry under the next free number, \`models/default/v7\` for instance (README.md and head.onnx
may stay), then: \`hantei promote v7\`. It serves only on the backbone it was made for:
${backbone.id} (SHA-256 ${backbone.sha256}).

## Elsewhere, with ONNX Runtime

head.onnx turns embeddings of that backbone (\`embedding\`: float32, photos x ${backbone.parts.reduce((sum, size) => sum + size, 0)}) into \`probabilities\` (photos x
${labels.length}), in the order of the labels above. The backbone is one ONNX file too, in Hantei's \`data/backbones\`; it takes the whole photo
squashed to ${width} x ${height} pixels. The probabilities are those
of a photo that shows one of the labels. Hantei multiplies them with the probability that it does, which it tells by how like the
references in head.safetensors the photo is (calibration.json: middle and slope); head.onnx does not hold these. Below
${calibration.threshold.toFixed(3)} after that it says that it is not sure.

## Files

| file | what it holds |
|---|---|
| manifest.json | labels, backbone, how it was trained, and the SHA-256 of every other file |
| head.safetensors | weights, and the references that unknown photos are told by |
| calibration.json | temperature, familiarity and threshold |
| evaluation.json | all figures |
| dataset.json, predictions.json | which photos, by SHA-256, and what was honestly said of each |
| golden.json | answers that must come out again when the model is loaded |
| ATTRIBUTION.md | authors, sources and licences of the photos |
| head.onnx | the head as a network |
`;
}

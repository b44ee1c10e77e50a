import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import sharp from 'sharp';
import { convertTeachableMachine } from '../../src/model/formats/whole-network.ts';
import { median, milliseconds, timeInTurn, times } from '../measure.ts';
import { drawPhoto } from '../pictures.ts';
import { atLeast, type Row, type Section } from '../report.ts';
import { bundledBackbone, MATERIAL, openEngine } from '../setup.ts';

const FOLDER = join(MATERIAL, 'models', 'teachable-machine');

/** One and the same Teachable Machine model: through our engine, and as its makers run it. */
export async function peers(): Promise<Section> {
	const { onnx, input } = convertTeachableMachine(FOLDER);
	const folder = await mkdtemp(join(tmpdir(), 'hantei-bench-'));
	const onnxPath = join(folder, 'network.onnx');
	await writeFile(onnxPath, onnx);
	const engine = openEngine(await bundledBackbone(), 1);
	const photo = await drawPhoto(224, 224, 1);
	const ours = () => engine.probabilities({ onnxPath, ...input }, photo);

	const wasm = await loadInTfjs('wasm');
	const node = await loadInTfjsNode();
	const {
		engine: durations,
		wasm: wasmDurations,
		node: nodeDurations,
	} = await timeInTurn(
		{ engine: ours, wasm: () => wasm(photo), node: node ? () => node(photo) : async () => {} },
		{ rounds: 60, warmUp: 5 },
	);
	await engine.close();
	await rm(folder, { recursive: true });

	const rows: Row[] = [
		{ what: 'our engine', result: milliseconds(median(durations)) },
		{ what: 'tfjs wasm', result: milliseconds(median(wasmDurations)) },
		atLeast('our engine against tfjs wasm', median(wasmDurations) / median(durations), 5, times),
		node
			? { what: 'tfjs-node', result: milliseconds(median(nodeDurations)) }
			: { what: 'tfjs-node', result: 'not installed (`npm run tfjs-node` fetches it)' },
	];
	return {
		title: 'Peers: the same Teachable Machine model',
		method:
			'MobileNetV2 0.35, from the bytes of a 224 × 224 JPEG (the size that Teachable Machine itself captures) to probabilities, in turn. For TensorFlow.js sharp decodes the same way.',
		rows,
	};
}

type Run = (photo: Buffer) => Promise<unknown>;

async function loadInTfjs(backend: 'wasm'): Promise<Run> {
	const require = createRequire(import.meta.url);
	setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm')) + sep);
	await tf.setBackend(backend);
	return runnerOf(tf);
}

/** Without its library, which is not on npm, importing tfjs-node fails. */
async function loadInTfjsNode(): Promise<Run | undefined> {
	try {
		const name = '@tensorflow/tfjs-node';
		return await runnerOf((await import(name)) as typeof tf);
	} catch {
		return undefined;
	}
}

async function runnerOf(engine: typeof tf): Promise<Run> {
	const { modelTopology, weightsManifest } = JSON.parse(await readFile(join(FOLDER, 'model.json'), 'utf8'));
	const weights = await readFile(join(FOLDER, 'weights.bin'));
	const model = await engine.loadLayersModel(
		engine.io.fromMemory({
			modelTopology,
			weightSpecs: weightsManifest[0].weights,
			weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength),
		}),
	);
	return async (photo) => {
		const pixels = await sharp(photo).resize(224, 224, { fit: 'fill' }).removeAlpha().raw().toBuffer();
		const output = engine.tidy(() => {
			const image = engine.tensor4d(Float32Array.from(pixels), [1, 224, 224, 3]).div(127.5).sub(1);
			return model.predict(image) as tf.Tensor;
		});
		await output.data();
		output.dispose();
	};
}

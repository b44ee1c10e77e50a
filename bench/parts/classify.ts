import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { SESSION_OPTIONS } from '../../src/model/engine/session-options.ts';
import { InferenceSession, Tensor } from '../../src/model/onnx-runtime.ts';
import { median, milliseconds, quantile, timeInTurn, times } from '../measure.ts';
import { drawPhoto } from '../pictures.ts';
import { atMost, type Row, type Section } from '../report.ts';
import { bundledBackbone, openEngine, serveStarter } from '../setup.ts';

const SIZES = [
	{ name: '12 MP', width: 4000, height: 3000 },
	{ name: '1 MP', width: 1200, height: 900 },
];
const LIMIT = 1.1;

/** Judging a JPEG end to end, against the least it could take: bare sharp, then bare ONNX Runtime. */
export async function classify(): Promise<Section> {
	const backbone = await bundledBackbone();
	const engine = openEngine(backbone, 1);
	const serving = await serveStarter(engine);
	const session = await InferenceSession.create(await readFile(backbone.onnxPath), SESSION_OPTIONS);
	const { width, height } = backbone.manifest.input;
	// Judging decodes on one thread, and so must what it is compared with.
	sharp.concurrency(1);
	sharp.cache(false);

	const rows: Row[] = [];
	for (const size of SIZES) {
		const photo = await drawPhoto(size.width, size.height, 1);
		const bare = async () => {
			const data = await sharp(photo).resize(width, height, { fit: 'fill' }).removeAlpha().raw().toBuffer();
			await session.run({ pixels: new Tensor('uint8', data, [1, height, width, 3]) });
		};
		const { judged, limit } = await timeInTurn(
			{ judged: () => serving.predict(photo), limit: bare },
			{ rounds: 100, warmUp: 10 },
		);
		const ratios = judged.map((duration, round) => duration / limit[round]);
		rows.push(
			{
				what: `${size.name} JPEG (${(photo.length / 1e6).toFixed(1)} MB)`,
				result: `p50 ${milliseconds(median(judged))}, p95 ${milliseconds(quantile(judged, 0.95))}; limit p50 ${milliseconds(median(limit))}`,
			},
			atMost(
				`${size.name}: judged against the limit (median of paired ratios)`,
				median(ratios),
				LIMIT,
				times,
			),
		);
	}
	await session.release();
	await engine.close();
	return {
		title: 'Classify: one photo, end to end',
		method:
			'From JPEG bytes to a prediction in process (queue, worker thread, decode, embed, head, unknown score), one at a time, in turn with the limit: bare sharp decode and resize of the same bytes plus a bare ONNX Runtime run, one thread each.',
		rows,
	};
}

import { timeConcurrently, times } from '../measure.ts';
import { drawPhoto } from '../pictures.ts';
import { atLeast, type Section } from '../report.ts';
import { bundledBackbone, openEngine, serveStarter } from '../setup.ts';

const PHOTOS = 200;
const ROUNDS = 3;

/** Photos a second with one worker and with two. */
export async function workers(): Promise<Section> {
	const backbone = await bundledBackbone();
	const photo = await drawPhoto(1200, 900, 1);
	const best = { 1: 0, 2: 0 };
	for (let round = 0; round < ROUNDS; round++) {
		for (const count of [1, 2] as const) {
			const engine = openEngine(backbone, count);
			const serving = await serveStarter(engine);
			const predictor = () => serving.predict(photo);
			await timeConcurrently(predictor, { total: 10, concurrency: 2 * count });
			const duration = await timeConcurrently(predictor, { total: PHOTOS, concurrency: 2 * count });
			best[count] = Math.max(best[count], PHOTOS / (duration / 1000));
			await engine.close();
		}
	}
	const rate = (value: number) => `${value.toFixed(1)} photos/s`;
	return {
		title: 'Workers: photos a second',
		method: `${PHOTOS} photos of 1 MP, twice as many in flight as workers; the best of ${ROUNDS} rounds each, in turn.`,
		rows: [
			{ what: 'one worker', result: rate(best[1]) },
			{ what: 'two workers', result: rate(best[2]) },
			atLeast('two against one', best[2] / best[1], 1.7, times),
		],
	};
}

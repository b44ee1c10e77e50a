import { monitorEventLoopDelay } from 'node:perf_hooks';
import { milliseconds } from '../measure.ts';
import { drawPhoto } from '../pictures.ts';
import { atMost, type Section } from '../report.ts';
import { bundledBackbone, openEngine, serveStarter } from '../setup.ts';

const PHOTOS = 5_000;
const BASELINE = 1_000;

/** Whether the event loop stays free and memory flat over thousands of photos at full load. */
export async function soak(): Promise<Section> {
	const engine = openEngine(await bundledBackbone(), 2);
	const serving = await serveStarter(engine);
	const photos = await Promise.all([1, 2, 3, 4].map((seed) => drawPhoto(1200, 900, seed)));
	const delay = monitorEventLoopDelay({ resolution: 1 });
	const rss: number[] = [];
	let done = 0;
	const lane = async () => {
		while (done < PHOTOS) {
			const index = done++;
			await serving.predict(photos[index % photos.length]);
			if (index % 50 === 0) rss.push(process.memoryUsage.rss());
			if (index === BASELINE) delay.enable();
		}
	};
	await Promise.all(Array.from({ length: 8 }, lane));
	delay.disable();
	await engine.close();

	// Means over 500 photos: a single reading moves with the garbage collector.
	const at = (photo: number) => mean(rss.slice(photo / 50 - 10, photo / 50));
	const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
	return {
		title: 'Soak: event loop and memory at full load',
		method: `${PHOTOS} photos of 1 MP by two workers, eight in flight. Event-loop delay sampled every millisecond from photo ${BASELINE} on; resident memory as the mean over 500 photos.`,
		rows: [
			atMost('event-loop delay p99', delay.percentile(99) / 1e6, 20, milliseconds),
			{ what: 'event-loop delay, longest', result: milliseconds(delay.max / 1e6) },
			atMost(`resident memory after ${PHOTOS} photos`, at(PHOTOS), 600e6, megabytes),
			atMost(
				`growth from photo ${BASELINE} to ${PHOTOS}`,
				at(PHOTOS) / at(BASELINE) - 1,
				0.05,
				(share) => `${(share * 100).toFixed(1)} %`,
			),
		],
	};
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import { trainInProcess } from '../../src/train/process/train-in-process.ts';

/** Starts a training that waits for a crawl that never ends, and says when it does. */
const [dataFolder, models, backbone] = process.argv.slice(2);
const train = trainInProcess({
	crawl: () => {
		process.send?.('crawling');
		return new Promise(() => {});
	},
	settings: {
		dataFolder,
		models: { folder: models, shipped: models },
		backbone,
		workers: 1,
		timeoutMs: 20_000,
		limits: DEFAULT_IMAGE_LIMITS,
		memoryMb: 2_000,
		logLevel: 'silent',
		code: '1.2.3',
	},
});
await train(
	{ classifier: 'default', by: 'cli', crawl: { labels: [], wanted: 1 } },
	{ signal: new AbortController().signal, onProgress: () => {}, requireHeld: async () => {} },
);

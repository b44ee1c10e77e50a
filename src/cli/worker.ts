import { once } from 'node:events';
import { Closing, closeOnSignals } from '../host/closing.ts';
import { canCrawl } from '../host/crawler.ts';
import { openWorker } from '../host/open-worker.ts';
import { createLogger } from '../log.ts';
import { type CliContext, requireWhole } from './context.ts';
import { print } from './print.ts';

/** As many as a machine could have cores for. */
const MOST = 64;

export interface WorkerOptions {
	readonly classify?: string;
	readonly train?: string;
	readonly crawl?: string;
}

/** `hantei worker`: takes work from bots until it is stopped. Named nothing, it takes as much as a bot would do itself. */
export async function work(options: WorkerOptions, { settings, text }: CliContext): Promise<number> {
	const isAny = Object.keys(options).length === 0;
	const count = (option: keyof WorkerOptions, usual: number) => {
		const given = options[option];
		if (given !== undefined) return requireWhole(`--${option}`, given, 0, MOST);
		return isAny ? usual : 0;
	};
	const takes = {
		embed: count('classify', settings.HANTEI_WORKERS),
		train: count('train', 1),
		crawl: count('crawl', canCrawl(settings) ? 2 : 0),
	};
	// It runs for long, as the bot does, and logs as much.
	const logger = createLogger(settings.LOG_LEVEL);
	const closing = new Closing(logger);
	closeOnSignals(closing);
	try {
		await openWorker(settings, takes, { logger, closing });
	} catch (error) {
		await closing.run();
		throw error;
	}
	print(`${text.worker.ready(takes)}\n`);
	// Until a signal ends the process.
	await once(process, 'exit');
	return 0;
}

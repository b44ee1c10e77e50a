import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../src/package-root.ts';

/** Hantei as `npm start` runs it. */
export interface App {
	/** Addresses of its pages. */
	readonly judgePage: string;
	readonly playground: string;
	stop(): Promise<void>;
}

/**
 * Starts Hantei without a token, on free ports.
 * @param dataFolder of its own
 */
export async function startApp(dataFolder: string): Promise<App> {
	const app = spawn(process.execPath, ['bin/start.js'], {
		cwd: packageRoot(),
		env: {
			...process.env,
			...{ DISCORD_TOKEN: '', WEB_PORT: '0', PLAYGROUND_PORT: '0', PHOTO_SOURCE_PORT: '0' },
			...{ HANTEI_DATA: dataFolder, HANTEI_MODELS: `${dataFolder}/models`, HANTEI_LANGUAGE: 'en' },
		},
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	return { ...(await addressesOf(app)), stop: () => stop(app) };
}

/** What it prints once it is ready: the judge page's address, then the playground's. */
async function addressesOf(app: ChildProcess): Promise<Pick<App, 'judgePage' | 'playground'>> {
	const addresses: string[] = [];
	for await (const line of createInterface({ input: app.stdout ?? process.stdin })) {
		addresses.push(...(line.match(/http:\/\/\S+/g) ?? []));
		const [judgePage, playground] = addresses;
		if (judgePage && playground) {
			// What it says from here on is not read, and must not fill the pipe.
			app.stdout?.resume();
			return { judgePage, playground };
		}
	}
	throw new Error('Hantei ended before it was ready');
}

async function stop(app: ChildProcess): Promise<void> {
	if (app.exitCode !== null) return;
	app.kill('SIGTERM');
	await once(app, 'exit');
}

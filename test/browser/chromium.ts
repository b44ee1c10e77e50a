import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const DEBIAN_CHROMIUM = '/usr/bin/chromium';

/** Nothing but the page under test may touch the network, and CI has neither a GPU nor a user namespace. */
const ARGUMENTS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Where the browser is looked for. */
export function chromiumPath(): string {
	return process.env.CHROMIUM || DEBIAN_CHROMIUM;
}

/** Starts a browser for a test file; close it in `afterAll`. */
export async function launchChromium(): Promise<Browser> {
	const executablePath = chromiumPath();
	if (!existsSync(executablePath))
		throw new Error(
			`There is no browser at ${executablePath}. Install Debian's chromium (apt-get install chromium), or set CHROMIUM to the path of one.`,
		);
	return chromium.launch({ executablePath, args: ARGUMENTS });
}

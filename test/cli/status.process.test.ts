import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { LABELS, MODEL } from '../web/fake-predictor.ts';
import { serve } from '../web/serve.ts';
import { Host } from './hantei.ts';

const temporaryFolder = temporaryFolders();

let host: Host;
beforeEach(async () => {
	host = await Host.open(await temporaryFolder());
});

const status = (environment: Readonly<Record<string, string>>, ...options: string[]) =>
	host.command(['status', ...options], { environment });

it('tells how the Hantei is that runs here', async () => {
	const { url } = await serve();
	const { port } = new URL(url);
	const { stdout, exitCode } = await host.hantei(['status'], { environment: { WEB_PORT: port } });
	expect(stdout).toContain(`runs at ${url}\n`);
	expect(stdout).toContain(`${MODEL} (${LABELS.join(', ')})`);
	expect(stdout).toMatch(/^ +engine +ONNX Runtime on cpu$/m);
	expect(exitCode).toBe(0);
	const json = await status({ WEB_PORT: port, WEB_HOST: '0.0.0.0' }, '--json');
	expect(JSON.parse(json.stdout)).toMatchObject({ model: MODEL, labels: LABELS });
	expect(json.exitCode).toBe(0);
});

it('fails where none answers, and says what to do', async () => {
	const server = createServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	const WEB_PORT = String((server.address() as AddressInfo).port);
	const other = await status({ WEB_PORT });
	expect(other.stderr).toMatch(/^What answers at http:\/\/127\.0\.0\.1:\d+ is no Hantei of this version, /);
	expect(other.exitCode).toBe(1);
	server.close();
	const none = await status({ WEB_PORT });
	expect(none.stderr).toMatch(/^No Hantei answers at http:\/\/127\.0\.0\.1:\d+\. .*WEB_PORT/);
	expect(none.exitCode).toBe(1);
});

it('cannot know a port that Hantei chose by itself', async () => {
	const { stderr, exitCode } = await status({ WEB_PORT: '0', HANTEI_LANGUAGE: 'ja' });
	expect(stderr).toMatch(/^WEB_PORT が 0（空いているポート）なので/);
	expect(exitCode).toBe(1);
});

import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { describeError } from '../../src/i18n/messages.ts';
import { FakePredictor, prediction } from './fake-predictor.ts';
import { gate, serve } from './serve.ts';

describe('starting', () => {
	it('listens on this machine only and says where', async () => {
		const { url } = await serve();
		expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
		expect((await fetch(url)).status).toBe(200);
	});

	it('names an address that a browser can open when it listens on all', async () => {
		const { url } = await serve({ host: '0.0.0.0' });
		expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
		expect((await fetch(url)).status).toBe(200);
	});

	it('says that a port is taken and which setting chooses another', async () => {
		const { url } = await serve();
		const port = Number(new URL(url).port);
		const error = await serve({ port }).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(UserError);
		expect(error).toMatchObject({ code: 'port-taken', details: { port, setting: 'WEB_PORT' } });
		expect(describeError(error as UserError, 'en')).toContain(`Port ${port} is in use`);
		expect(describeError(error as UserError, 'ja')).toContain(`ポート ${port}`);
	});

	it('says that an address is not one of this machine', async () => {
		// An address reserved for documentation (RFC 5737).
		await expect(serve({ host: '192.0.2.1', port: 80 })).rejects.toMatchObject({
			code: 'address-unavailable',
			details: { address: '192.0.2.1', reason: expect.stringMatching(/^E/) },
		});
	});
});

describe('closing', () => {
	it('finishes the requests under way, lets go of kept connections and takes no more', async () => {
		const started = gate();
		const release = gate();
		const predictor = new FakePredictor(async () => {
			started.open();
			await release.opened;
			return prediction('sure');
		});
		const { url, close } = await serve({ predictor });
		const agent = new Agent({ keepAlive: true });
		await new Promise<void>((resolve) =>
			get(url, { agent }, (response) => response.resume().on('end', resolve)),
		);
		const underWay = fetch(`${url}/api/classify`, { method: 'POST', body: 'bytes' });
		await started.opened;
		const closed = close();
		await expect(fetch(url)).rejects.toThrow();
		release.open();
		expect(await (await underWay).json()).toMatchObject({ label: 'crow' });
		await closed;
		agent.destroy();
	});

	it('does not wait for connections that a browser opened in advance', async () => {
		const { url, close } = await serve();
		const { port, hostname } = new URL(url);
		const socket = connect(Number(port), hostname);
		socket.on('error', () => {});
		await new Promise((resolve) => socket.once('connect', resolve));
		const cut = new Promise((resolve) => socket.once('close', resolve));
		await close(2 ** 31 - 1);
		await cut;
	});

	it('cuts clients that do not finish within the grace period', async () => {
		const { url, close } = await serve();
		const { port, hostname } = new URL(url);
		const socket = connect(Number(port), hostname);
		socket.write(`POST /api/classify HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: 100\r\n\r\nonly this`);
		const cut = new Promise((resolve) => socket.once('close', resolve));
		socket.on('error', () => {});
		// Once this one is answered, the server has also read the headers of the other.
		await fetch(url);
		await close(1);
		await cut;
	});

	it('may be asked for twice', async () => {
		const { close } = await serve();
		await Promise.all([close(), close()]);
	});
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { REST } from 'discord.js';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendFormsAsBytes } from '../../../src/bot/gateway/client.ts';

const bodies: string[] = [];
const server = createServer(async (request, response) => {
	const { headers } = request;
	const body = Buffer.from(await request.toArray().then(Buffer.concat));
	bodies.push(`${headers['content-type']}\n${body}`);
	response.setHeader('content-type', 'application/json').end('{}');
});
const before = getGlobalDispatcher();
const ours = new Agent();

beforeAll(async () => {
	// As when our undici is loaded before that of discord.js.
	setGlobalDispatcher(ours);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
	setGlobalDispatcher(before);
	await ours.close();
	server.close();
});

test('a call with a file arrives, whichever undici was loaded first', async () => {
	const { port } = server.address() as AddressInfo;
	const rest = new REST({ api: `http://127.0.0.1:${port}`, makeRequest: sendFormsAsBytes }).setToken('token');
	const files = [{ name: 'why.jpg', data: Buffer.from('the picture') }];
	await rest.post('/channels/1/messages', { body: { content: 'crow' }, files });
	expect(bodies[0]).toMatch(/^multipart\/form-data; boundary=/);
	expect(bodies[0]).toContain('filename="why.jpg"');
	expect(bodies[0]).toContain('the picture');
	expect(bodies[0]).toContain('{"content":"crow"}');
	await rest.post('/channels/1/messages', { body: { content: 'crow' } });
	expect(bodies[1]).toBe('application/json\n{"content":"crow"}');
});

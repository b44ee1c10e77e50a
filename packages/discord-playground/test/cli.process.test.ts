import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../bin/discord-playground.js', import.meta.url));

function run(...words: string[]) {
	const program = spawn(process.execPath, [PROGRAM, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
	onTestFinished(() => void program.kill('SIGKILL'));
	return program;
}

it('starts empty, says where it is, takes a bot in, and ends when asked', async () => {
	const program = run('--port', '0', '--bot', 'lathe');
	const facts = new Map<string, string>();
	for await (const line of createInterface({ input: program.stdout })) {
		const [, name, value] = /^ {2}(\w+) {2,}(\S+)$/.exec(line) ?? [];
		if (name && value) facts.set(name, value);
		if (name === 'Token') break;
	}
	const headers = { authorization: `Bot ${facts.get('Token')}` };
	const me = await fetch(`${facts.get('API')}/v10/users/@me`, { headers });
	expect(await me.json()).toMatchObject({ username: 'lathe', bot: true });
	const guilds = await fetch(`${facts.get('API')}/v10/users/@me/guilds`, { headers });
	expect(await guilds.json()).toMatchObject([{ name: 'Playground' }]);
	expect((await fetch(facts.get('Page') ?? '')).headers.get('content-type')).toMatch('text/html');
	program.kill('SIGTERM');
	expect(await once(program, 'exit')).toEqual([0, null]);
});

it('says what is wrong with what it is given', async () => {
	const program = run('--world', '/nowhere/world.json');
	let said = '';
	program.stderr.on('data', (chunk) => {
		said += String(chunk);
	});
	expect(await once(program, 'close')).toEqual([2, null]);
	expect(said).toMatch(/world\.json cannot be read/);
});

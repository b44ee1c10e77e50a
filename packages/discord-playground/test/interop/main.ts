/**
 * Tries real bots of other libraries against the playground and prints a table:
 * `npx tsx packages/discord-playground/test/interop/main.ts [library …]`. Installs them from their registries into a
 * temporary folder; needs python3, node, go and cargo for those written in them.
 */
import { exec, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPlayground } from '../../src/start.ts';
import { LIBRARIES, type Library } from './libraries.ts';
import { STEPS } from './steps.ts';

const run = promisify(exec);
const names = Object.keys(STEPS);
const wanted = process.argv.slice(2);
const chosen = LIBRARIES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

console.log(`| library | ${names.join(' | ')} |\n|---|${names.map(() => '---').join('|')}|`);
for (const library of chosen) console.log(await row(library));
process.exit();

async function row(library: Library): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'interop-'));
	try {
		for (const command of library.install) await run(command, { cwd: folder });
		const { stdout } = await run(library.version, { cwd: folder });
		const results = await attempt(library, folder);
		return `| ${library.name} ${stdout.trim()} | ${results.join(' | ')} |`;
	} catch (error) {
		console.error(`${library.name}: ${(error as Error).message}`);
		return `| ${library.name} | cannot be installed |`;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** ✓ or ✗ for each step; why, and what the bot had to say, on standard error. */
async function attempt(library: Library, folder: string): Promise<string[]> {
	const playground = await startPlayground({ rateLimits: 'documented' });
	const bot = spawn(library.run, {
		shell: true,
		cwd: folder,
		env: {
			...process.env,
			...{ TOKEN: playground.token, API: playground.apiUrl, GATEWAY: playground.gatewayUrl },
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let said = '';
	for (const stream of [bot.stdout, bot.stderr]) {
		stream.on('data', (chunk) => {
			said += String(chunk);
		});
	}
	const results: string[] = [];
	for (const [name, step] of Object.entries(STEPS)) {
		try {
			await step(playground);
			results.push('✓');
		} catch (error) {
			console.error(`${library.name}, ${name}: ${(error as Error).message}`);
			results.push('✗');
		}
	}
	if (results.includes('✗')) console.error(said.slice(-4_000));
	bot.kill('SIGKILL');
	await playground.close();
	return results;
}

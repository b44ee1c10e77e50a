import { parseArgs } from 'node:util';
import { z } from 'zod';
import { servePage } from './page-api/serve-page.ts';
import { readWorldFile } from './read-world-file.ts';
import { Refusal } from './refusal.ts';
import { startPlayground } from './start.ts';
import { EMPTY_WORLD } from './world/description.ts';

const USAGE = `discord-playground: a Discord on this machine, for bots

  discord-playground [--port 8023] [--world FILE] [--state FOLDER] [--bot NAME] [--limits]

  --port    where to listen, on this machine only; a free port when left out
  --world   servers, channels, members and permissions: JSON, or TypeScript with a default export
  --state   folder in which all of these, and their ids, are kept from start to start
  --bot     the bot's user name
  --limits  enforce Discord's rate limits
`;

const settings = z.object({
	port: z.coerce.number().int().min(0).max(65_535).default(0),
	world: z.string().optional(),
	state: z.string().optional(),
	bot: z.string().min(2).max(32).optional(),
	limits: z.boolean().default(false),
	help: z.boolean().default(false),
});

try {
	await run();
} catch (error) {
	process.stderr.write(`discord-playground: ${explain(error)}\n`);
	process.exitCode = 2;
}

async function run(): Promise<void> {
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean' } as const;
	const { values } = parseArgs({
		options: { port: text, world: text, state: text, bot: text, limits: flag, help: flag },
	});
	const { port, world, state, bot, limits, help } = settings.parse(values);
	if (help) {
		process.stdout.write(USAGE);
		return;
	}
	const playground = await startPlayground({
		port,
		world: world === undefined ? EMPTY_WORLD : await readWorldFile(world),
		...(bot !== undefined && { botName: bot }),
		...(state !== undefined && { stateFolder: state }),
		...(limits && { rateLimits: 'documented' as const }),
	});
	servePage(playground);
	process.stdout.write(`discord-playground is ready
  Page     ${playground.url}
  API      ${playground.apiUrl}
  Gateway  ${playground.gatewayUrl}
  Token    ${playground.token}
  Ctrl-C stops it.
`);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void playground.close());
}

/** One line a problem; a bug in full. */
function explain(error: unknown): string {
	if (error instanceof z.ZodError) return z.prettifyError(error);
	if (error instanceof Refusal) return error.message;
	const { code, message, stack } = error as NodeJS.ErrnoException;
	if (code === 'EADDRINUSE') return 'the port is taken; --port 0 finds a free one';
	return code === undefined ? (stack ?? String(error)) : message;
}

import { z } from 'zod';
import type { CliContext } from './context.ts';
import { print, printError } from './print.ts';

/** Whoever asks (a container manager, above all) has given up by then. */
const DEADLINE_MS = 5_000;

/** What is shown of the judge page's answer. */
const statusSchema = z.object({
	version: z.string(),
	model: z.string(),
	labels: z.array(z.string()),
	queue: z.object({ waiting: z.number(), limit: z.number(), workers: z.number() }),
	device: z.object({ providers: z.array(z.string()), absent: z.array(z.string()) }),
	judged: z.number(),
	shared: z
		.object({
			isConnected: z.boolean(),
			processes: z.array(
				z.object({
					role: z.enum(['bot', 'worker']),
					process: z.string(),
					takes: z.object({ embed: z.int(), crawl: z.int(), train: z.int() }),
					shards: z.string().optional(),
					leads: z.boolean().optional(),
				}),
			),
			queues: z.array(
				z.object({
					work: z.enum(['embed', 'crawl', 'train']),
					waiting: z.int(),
					underWay: z.int(),
					lagMs: z.number(),
				}),
			),
		})
		.optional(),
});

/** `hantei status`: asks the Hantei that runs here, by its judge page. @returns 1 unless one answers whose model serves */
export async function showStatus(
	{ json = false }: { readonly json?: boolean },
	{ settings, text }: CliContext,
): Promise<number> {
	const texts = text.status;
	if (settings.WEB_PORT === 0) {
		printError(`${texts.anyPort}\n`);
		return 1;
	}
	const url = pageUrl(settings.WEB_HOST, settings.WEB_PORT);
	const answer = await ask(`${url}/api/status`);
	const status = statusSchema.safeParse(answer);
	if (!status.success) {
		printError(`${answer === undefined ? texts.silent(url) : texts.notServing(url)}\n`);
		return 1;
	}
	print(json ? `${JSON.stringify(answer)}\n` : `${texts.running({ url, ...status.data }).join('\n')}\n`);
	return 0;
}

/** Undefined where nothing answers in time; null where something does, but has no status to tell. */
async function ask(url: string): Promise<unknown> {
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
		return response.ok ? await response.json() : null;
	} catch {
		return undefined;
	}
}

/** Who listens on all addresses is asked by the one of this machine alone. */
function pageUrl(host: string, port: number): string {
	if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
	return host.includes(':') ? `http://[${host === '::' ? '::1' : host}]:${port}` : `http://${host}:${port}`;
}

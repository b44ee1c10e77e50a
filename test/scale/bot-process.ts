import { z } from 'zod';
import { features } from '../../commands/index.ts';
import type { Shards } from '../../src/bot/gateway/shards.ts';
import { DEFAULT_LIMITS } from '../../src/bot/limits.ts';
import { startBot } from '../../src/bot/start.ts';
import { readSettings } from '../../src/config.ts';
import { Closing, closeOnSignals } from '../../src/host/closing.ts';
import { openHost } from '../../src/host/open-host.ts';
import { createLogger } from '../../src/log.ts';

const UNLIMITED = { burst: 1e6, perSecond: 1e6 };

/** What a test or benchmark that starts this says besides the settings. */
const orders = z.object({
	token: z.string(),
	rest: z.object({ api: z.string(), cdn: z.string(), mediaProxy: z.string() }),
	shards: z.object({ first: z.number(), last: z.number(), count: z.number() }),
});

export type BotOrders = z.infer<typeof orders>;

/** A bot as `npm start` opens it, but on a stand-in for Discord that other bots are on, too. */
const { token, rest, shards } = orders.parse(JSON.parse(process.argv[2] ?? ''));
const logger = createLogger('error');
const closing = new Closing(logger);
closeOnSignals(closing);
const host = await openHost(readSettings(process.env), { locale: 'en', logger, closing });
const bot = await startBot({
	...host,
	...{ token, features, rest, shards: shards satisfies Shards },
	// Those who post here are no people.
	limits: { ...DEFAULT_LIMITS, member: UNLIMITED, channel: UNLIMITED },
	extraAttachmentHosts: [new URL(rest.api).host],
});
closing.add('faces', 'bot', (ms) => bot.close(ms));
host.start();
await bot.ready;
process.stdout.write('ready\n');

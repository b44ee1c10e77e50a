import { join } from 'node:path';
import { config as loadEnvFile } from 'dotenv';
import { features } from '../commands/index.ts';
import { DEFAULT_LIMITS } from './bot/limits.ts';
import { startBot } from './bot/start.ts';
import { hostLocale, imageLimits, readSettings } from './config.ts';
import { isUserError } from './errors.ts';
import { Closing, closeOnSignals } from './host/closing.ts';
import { openHost } from './host/open-host.ts';
import { openPlayground } from './host/stand-ins.ts';
import { describeError, messagesFor } from './i18n/messages.ts';
import { createLogger } from './log.ts';
import { displayName } from './model/display-names.ts';
import { DEFAULT_CLASSIFIER } from './registry/version-name.ts';
import { storageRefusal } from './store/faults.ts';
import { startWeb } from './web/start.ts';

loadEnvFile({ quiet: true });
const locale = hostLocale(process.env);
const text = messagesFor(locale).main;
const say = (line: string) => process.stdout.write(`${line}\n`);

try {
	await start();
} catch (thrown) {
	const error = storageRefusal(thrown);
	if (!isUserError(error)) throw error;
	process.stderr.write(`${describeError(error, locale)}\n`);
	process.exit(2);
}

/** Opens the host, and what people see of it: the judge page and the bot, on Discord or on what stands in for it. */
async function start(): Promise<void> {
	const settings = readSettings(process.env);
	const logger = createLogger(settings.LOG_LEVEL);
	const closing = new Closing(logger);
	closeOnSignals(closing);
	const host = await openHost(settings, { locale, logger, closing });
	const { photoSource } = host;

	const predictor = host.predictors.of(DEFAULT_CLASSIFIER);
	const { maxBytes } = imageLimits(settings);
	const web = await startWeb({
		...host,
		predictor,
		host: settings.WEB_HOST,
		port: settings.WEB_PORT,
		maxBytes,
	});
	closing.add('faces', 'judge page', () => web.close());

	const playground = settings.DISCORD_TOKEN
		? undefined
		: await openPlayground(settings.PLAYGROUND_PORT, join(settings.HANTEI_DATA, 'playground'));
	if (playground) closing.add('stand-ins', 'playground', () => playground.close());

	// Who owns the playground's servers may try what is for the host's owners, too.
	const owners = playground && host.owners.length === 0 ? [playground.demo.users.owner] : host.owners;
	const bot = await startBot({
		...host,
		owners,
		token: settings.DISCORD_TOKEN ?? playground?.token ?? '',
		shards: settings.HANTEI_SHARDS,
		features,
		rest: playground?.restOptions,
		extraAttachmentHosts: playground ? [new URL(playground.url).host] : [],
		limits: { download: { ...DEFAULT_LIMITS.download, maxBytes } },
	});
	closing.add('faces', 'bot', (ms) => bot.close(ms));
	host.start();

	const { labels, names, model } = predictor.status();
	say(
		text.ready(
			labels.map((label) => displayName(label, names, locale)),
			model,
		),
	);
	say(text.judgePage(web.url));
	if (playground) {
		say(text.playground(playground.url));
		if (photoSource) say(text.photoSource(photoSource.url, photoSource.photos));
		say(text.noToken);
	} else {
		say(text.onDiscord);
	}
	say(text.stop);
	await bot.ready.catch((error: unknown) => {
		// Stopped while it was still logging in.
		if (!closing.hasBegun) throw error;
	});
}

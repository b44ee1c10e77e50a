import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CliContext } from '../../src/cli/context.ts';
import {
	type PlanOptions,
	pauseSchedule,
	resumeSchedule,
	runSchedule,
	setSchedule,
	showSchedule,
} from '../../src/cli/schedule.ts';
import { hostLocale, readSettings } from '../../src/config.ts';
import { isUserError } from '../../src/errors.ts';
import { openModelNews } from '../../src/host/model-news.ts';
import { messagesFor } from '../../src/i18n/messages.ts';
import { createLogger } from '../../src/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openStore } from '../../src/store/store.ts';

const HOST = { classifier: 'default' };

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'hantei-schedule-'));
});
afterEach(async () => {
	vi.restoreAllMocks();
	await rm(folder, { recursive: true, force: true });
});

function contextOf(environment: NodeJS.ProcessEnv): CliContext {
	const locale = hostLocale(environment);
	const settings = readSettings(environment);
	const logger = createLogger('silent');
	return {
		settings,
		locale,
		text: messagesFor(locale).cli,
		logger,
		news: openModelNews(settings, logger),
		signal: new AbortController().signal,
	};
}

/** What a command prints. */
async function printed(
	command: (context: CliContext) => Promise<number>,
	environment: NodeJS.ProcessEnv = {},
): Promise<string> {
	const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
	try {
		await command(contextOf({ HANTEI_DATA: folder, HANTEI_LANGUAGE: 'en', ...environment }));
		return write.mock.calls.map(([text]) => String(text)).join('');
	} finally {
		write.mockRestore();
	}
}

function set(options: Partial<PlanOptions>, environment?: NodeJS.ProcessEnv) {
	return printed((context) => setSchedule({ ...HOST, ...options }, context), environment);
}

/** What the bot would find. */
async function kept(classifier = 'default'): Promise<unknown> {
	const database = openDatabase(join(folder, 'hantei.sqlite'));
	try {
		return await openStore(database, createLogger('silent')).keyv('schedules').get(classifier);
	} finally {
		await database.close();
	}
}

describe('hantei schedule', () => {
	it('plans, shows, pauses, resumes and asks for a run of the host’s classifier', async () => {
		expect(await printed((context) => showSchedule(HOST, context))).toContain('Nothing is planned');
		const planned = await set({ time: '4:15', timezone: 'Asia/Tokyo', count: '80' });
		expect(planned).toContain('Trained by itself every day at 04:15 (Asia/Tokyo)');
		expect(planned).toMatch(/Next: .*4:15.*, .*4:15.*, .*4:15/);
		expect(planned).toContain('up to 80 a label');
		expect(await printed((context) => pauseSchedule(HOST, context))).toContain('Paused');
		expect(await printed((context) => resumeSchedule(HOST, context))).toContain('Next:');
		const asked = await printed((context) => runSchedule(HOST, context));
		expect(asked).toContain('hantei retrain --classifier default --crawl --count 80');
		expect(await kept()).toMatchObject({
			cron: '15 4 * * *',
			crawl: { wanted: 80 },
			setBy: 'cli',
			isPaused: false,
			request: { by: 'cli' },
		});
	});

	it('leaves what is not given as it was', async () => {
		await set({
			time: '4:15',
			timezone: 'Asia/Tokyo',
			count: '80',
			channel: '500000000000000001',
			quiet: true,
		});
		await set({ day: 'sat' });
		expect(await kept()).toMatchObject({
			cron: '15 4 * * sat',
			timezone: 'Asia/Tokyo',
			crawl: { wanted: 80 },
			channelId: '500000000000000001',
			isQuiet: true,
		});
		await set({ count: '0', channel: 'none', quiet: false });
		expect(await kept()).toMatchObject({ crawl: null, channelId: null, isQuiet: false });
	});

	it('plans for a classifier by name, and speaks Japanese', async () => {
		const classifier = '400000000000000001';
		const planned = await set({ classifier, day: 'sat', timezone: 'UTC' }, { HANTEI_LANGUAGE: 'ja' });
		expect(planned).toContain('毎週土曜 03:00（UTC）');
		expect(await kept(classifier)).toMatchObject({ cron: '0 3 * * sat' });
		expect(await kept()).toBeUndefined();
	});

	it.each<[Partial<PlanOptions>, string]>([
		[{ cron: '0 25 * * *' }, 'cron-invalid'],
		[{ cron: '0 * * * *' }, 'schedule-too-often'],
		[{ timezone: 'Mars/Olympus' }, 'timezone-unknown'],
		[{ time: 'noon' }, 'time-invalid'],
		[{ day: 'someday' }, 'bad-option'],
		[{ channel: 'general' }, 'bad-option'],
		[{ count: '-1' }, 'bad-option'],
		[{ classifier: '../etc' }, 'bad-option'],
	])('refuses %j', async (options, code) => {
		await expect(set(options)).rejects.toSatisfy((error) => isUserError(error) && error.code === code);
		expect(await kept()).toBeUndefined();
	});

	it('refuses to pause, resume or run what is not planned', async () => {
		for (const command of [pauseSchedule, resumeSchedule, runSchedule]) {
			await expect(printed((context) => command(HOST, context))).rejects.toMatchObject({
				code: 'no-schedule',
			});
		}
	});

	it('keeps to the host’s limit', async () => {
		const planned = await set({ cron: '0 * * * *', timezone: 'UTC' }, { HANTEI_SCHEDULE_HOURS: '1' });
		expect(planned).toContain('Trained by itself 0 * * * * (UTC)');
	});
});

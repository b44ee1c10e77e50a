import { describe, expect, it } from 'vitest';
import { type ErrorCode, type ErrorDetails, UserError } from '../../src/errors.ts';
import { LOCALES } from '../../src/i18n/locale.ts';
import { describeError, messagesFor } from '../../src/i18n/messages.ts';

/** Plausible details of every refusal; where a text depends on them, several. */
const DETAILS: { [Code in ErrorCode]: readonly ErrorDetails[Code][] } = {
	'network-too-demanding': [{ path: 'model.h5', limitSeconds: 60, limitMb: 4000 }],
	'network-range-needed': [{ path: 'model.h5' }],
	'network-labels-needed': [{ classes: 3 }, { classes: 3, given: 2 }],
	'not-a-folder': [{ setting: 'HANTEI_DATA', path: '/srv/data' }],
	'folder-unusable': [{ setting: 'HANTEI_DATA', path: '/proc/data', reason: 'ENOENT' }],
	'not-a-file': [{ path: 'data/hantei.sqlite' }],
	'database-damaged': [
		{ path: 'data/hantei.sqlite', backup: null },
		{ path: 'data/hantei.sqlite', backup: 'data/hantei.sqlite.backup' },
	],
	'database-newer': [{ schema: 9, known: 3 }],
	'data-in-use': [{ path: '/srv/data', process: '1234 on my-machine' }],
	'storage-full': [{}],
	'tensorflow-unusable': [{ reason: 'The addon is missing' }],
	'package-missing': [{ setting: 'HANTEI_REDIS_URL', packages: ['ioredis', 'bullmq'] }],
	'storage-bucket-missing': [{ setting: 'HANTEI_STORAGE_URL', bucket: 'photos' }],
	'storage-keys-refused': [
		{ setting: 'HANTEI_STORAGE_URL', url: 's3://photos/hantei', reason: 'InvalidAccessKeyId' },
	],
	'storage-forbidden': [{ setting: 'HANTEI_STORAGE_URL', url: 's3://photos/hantei', reason: 'AccessDenied' }],
	'storage-region-wrong': [
		{ setting: 'HANTEI_STORAGE_URL', url: 's3://photos/hantei', reason: 'Region is missing' },
	],
	'storage-unreachable': [
		{ setting: 'HANTEI_STORAGE_URL', url: 's3://photos/hantei', reason: 'ECONNREFUSED' },
	],
	'storage-unconditional': [{ setting: 'HANTEI_STORAGE_URL', url: 's3://photos/hantei' }],
	'storage-empty': [{ setting: 'HANTEI_STORAGE_URL', url: 's3://photos/hantei' }],
	'storage-differs': [{ path: 'default/v3' }],
	'storage-elsewhere': [{ setting: 'HANTEI_STORAGE_URL', url: 's3://photos/hantei' }],
	'redis-unreachable': [{ setting: 'HANTEI_REDIS_URL', address: 'redis:6379', reason: 'ECONNREFUSED' }],
	'redis-refused': [{ setting: 'HANTEI_REDIS_URL', address: 'redis:6379', reason: 'WRONGPASS' }],
	'queue-unreachable': [{}],
	'worker-needs-redis': [{ setting: 'HANTEI_REDIS_URL' }],
	'installation-differs': [
		{ redis: 'HANTEI_REDIS_URL', settings: ['HANTEI_DATABASE_URL', 'HANTEI_DATA'], processes: [] },
		{ redis: 'HANTEI_REDIS_URL', settings: ['HANTEI_STORAGE_URL'], processes: ['1234 on bot-1'] },
	],
	'installation-mixed': [{ rows: 'HANTEI_DATABASE_URL', files: 'HANTEI_STORAGE_URL' }],
	'queue-differs': [true, false].flatMap((here) =>
		[true, false].map((there) => ({
			redis: 'HANTEI_REDIS_URL',
			rows: 'HANTEI_DATABASE_URL',
			process: '7 on host',
			here,
			there,
		})),
	),
	'redis-too-old': [{ setting: 'HANTEI_REDIS_URL', address: 'redis:6379', version: '5.0.7', needed: '6.2' }],
	'database-has-others': [{ address: 'db:5432/bot', table: 'photo' }],
	'postgres-unreachable': [
		{ setting: 'HANTEI_DATABASE_URL', address: 'db:5432/bot', reason: 'ECONNREFUSED' },
	],
	'postgres-refused': [
		{ setting: 'HANTEI_DATABASE_URL', address: 'db:5432/bot', reason: 'password authentication failed' },
	],
	'postgres-too-old': [
		{ setting: 'HANTEI_DATABASE_URL', address: 'db:5432/bot', version: '9.6.24', needed: '13' },
	],
	'option-needs': [{ option: 'epochs', needs: 'network' }],
	'options-exclude': [{ option: 'network', other: 'crawl' }],
	'fine-tuning-unsupported': [{ backbone: 'mobilenet' }],
	'training-diverged': [{ epoch: 3 }],
	'network-classes': [{ classes: 3, labels: ['crow', 'boar'] }],
	'network-unknown': [{ network: 'resnet', known: ['cifar10-cnn'] }],
	'disk-full': [{ free: 1_000_000, needed: 500_000_000 }],
	'source-not-available': [{ source: 'flickr', available: ['commons', 'openverse'] }],
	'crawler-contact-needed': [{ contact: 'nobody' }],
	'label-name-invalid': [{ name: 'a/b', limit: 50 }],
	'label-name-taken': [{ name: 'crow', label: 'raven' }],
	'label-not-found': [{ label: 'crow' }],
	'too-many-names': [{ limit: 20 }],
	'decision-not-found': [{ id: 7 }],
	'decision-not-undoable': [{ id: 7 }],
	'target-exists': [{ path: 'export.zip' }],
	'import-too-large': [{ photos: 10_000 }, { bytes: 2_000_000_000 }],
	'download-failed': [{ what: 'mobilenetv2-12', reason: 'status 503' }],
	'download-running': [{ what: 'mobilenetv2-12', process: '1234 on host' }],
	'download-wrong': [
		{ what: 'mobilenetv2-12', why: 'size' },
		{ what: 'mobilenetv2-12', why: 'hash' },
	],
	'backbone-unknown': [{ id: 'nowhere', known: ['mobilenetv2-12'] }],
	'network-unreachable': [{ path: 'model.zip' }],
	'network-too-large': [{ path: 'net.onnx', bytes: 2_000_000_000, limit: 512_000_000 }],
	'network-not-found': [{ path: 'net' }],
	'network-useless': [
		{ path: 'net.onnx', why: 'constant' },
		{ path: 'net.onnx', why: 'random' },
		{ path: 'net.onnx', why: 'not-finite' },
		{ path: 'net.onnx', why: 'dimension' },
	],
	'crawl-running': [{}],
	'crawls-full': [{ waiting: 5 }],
	'training-running': [{}, { process: '1234 on my-machine' }],
	'trainings-full': [{ waiting: 5 }],
	'training-crashed': [{ how: 'SIGKILL' }],
	'training-out-of-memory': [{ limitMb: 2000 }],
	'labels-not-ready': [{ labels: [{ label: 'crow', photos: 4, missing: 6 }], needed: 10 }],
	'one-name-needed': [{}],
	'learn-one-more': [{ labels: ['crow'] }],
	'label-quota': [{ limit: 25 }],
	'photo-quota': [{ limit: 5000, now: 4900, wanted: 5100 }],
	'training-quota': [
		{ limit: 8, hours: 1 },
		{ limit: 8, hours: 5 },
	],
	'host-only': [{}],
	'host-owner-needed': [{}],
	'photo-not-found': [{ photo: 'x123' }],
	'no-labels': [{}],
	'image-empty': [{}],
	'image-too-many-bytes': [{ bytes: 25_000_001, limit: 20_000_000 }],
	'image-too-many-pixels': [{ width: 9000, height: 9000, limit: 40_000_000 }],
	'image-too-small': [{ width: 3, height: 400, limit: 16 }],
	'image-unsupported': [{ format: 'HEIC' }],
	'image-unknown': [{}],
	'image-damaged': [{ format: 'JPEG' }],
	'image-too-slow': [{ limitMs: 20_000 }, { limitMs: 500 }],
	'engine-busy': [{ waiting: 100 }],
	'engine-timeout': [{ limitMs: 20_000 }],
	'engine-crashed': [{}],
	'engine-closed': [{}],
	'file-not-found': [{ path: 'photos/クロウ.jpg' }],
	'file-unreadable': [{ path: 'photo.jpg', reason: 'EACCES' }],
	'file-unwritable': [{ path: 'report', reason: 'EACCES' }],
	'folder-empty': [{ path: 'photos' }],
	'folder-without-pictures': [{ path: 'photos' }],
	'folder-without-photos': [{ path: 'photos' }],
	'too-few-labels': [{ labels: 0 }, { labels: 1 }],
	'too-few-photos': [
		{ label: 'crow', photos: 1, limit: 5 },
		{ label: 'crow', photos: 0, limit: 5 },
	],
	'no-known-label': [{ labels: ['giraffe'], known: ['crow', 'boar'] }],
	'no-model': [{ classifier: 'default' }],
	'no-previous-model': [{ classifier: 'default' }],
	'model-not-found': [
		{ version: 'v9', known: ['v2', 'v1'] },
		{ version: 'v9', known: [] },
	],
	'model-damaged': [{ version: 'default/v1', reason: 'head.safetensors was altered' }],
	'model-other-format': [
		{ version: 'default/v1', isOlder: true },
		{ version: 'default/v1', isOlder: false },
	],
	'model-backbone-missing': [{ version: 'default/v1', backbone: 'mobilenet' }],
	'backbone-not-installed': [{ id: 'mobilenet' }],
	'backbone-unusable': [{ id: 'mobilenet', reason: 'engine-crashed' }],
	'backbone-elsewhere': [{ id: 'mine', setting: 'HANTEI_STORAGE_URL' }],
	'backbone-set': [{ setting: 'bundled' }],
	'backbone-move-running': [{ to: 'mobilenet' }, { to: 'mobilenet', process: '12 on host' }],
	'backbone-not-found': [{ path: 'backbones/a' }],
	'backbone-damaged': [{ path: 'backbones/a', reason: 'manifest.json is malformed' }],
	'safety-network-damaged': [{ path: '/models/safety/x', reason: 'manifest.json is malformed' }],
	'conversion-unsupported': [{ format: 'TensorFlow.js', what: 'layer “lstm”' }],
	'export-unsupported': [
		{ version: 'default/v2', format: 'Keras (.h5)', what: 'the operator in node “a” (Log)' },
	],
	'network-damaged': [{ path: 'model.json', reason: 'a weight is missing' }],
	'bad-settings': [
		{
			problems: [{ setting: 'WEB_PORT', value: 'abc', expected: { kind: 'whole', least: 0, most: 65_535 } }],
		},
	],
	'bad-option': [{ option: '--top', value: '0', expected: '1–1000' }],
	'port-taken': [{ port: 8017, setting: 'WEB_PORT' }],
	'address-unavailable': [{ address: '127.0.0.1:80', reason: 'EACCES' }],
	'uploads-busy': [{ uploads: 1 }, { uploads: 10 }],
	'upload-stalled': [{ seconds: 1 }, { seconds: 10 }],
	'upload-too-slow': [{ seconds: 1 }, { seconds: 120 }],
	'upload-empty': [{ field: 'image' }],
	'upload-malformed': [{}],
	'upload-too-many-bytes': [{ limit: 20_000_000 }],
	'upload-too-many-files': [{ limit: 10 }],
	'host-not-allowed': [{ host: 'evil.example' }],
	'cross-site-request': [{}],
	'page-not-found': [{ path: '/nowhere' }],
	'method-not-allowed': [{ method: 'PUT', allowed: ['GET', 'HEAD'] }],
	'image-gone': [{}],
	'image-unreachable': [{}],
	'message-without-image': [{}],
	'message-gone': [{}],
	'server-only': [{}],
	'manage-server-needed': [{}],
	'bot-permissions-needed': [
		{ channelId: '123456789012345678', permissions: ['SendMessages'] },
		{ channelId: '123456789012345678', permissions: [] },
	],
	'cooling-down': [{ seconds: 1 }, { seconds: 9 }],
	'too-many-channels': [{ limit: 100 }],
	'component-outdated': [{}],
	'discord-unavailable': [{}],
	'discord-token-invalid': [{}],
	'shards-alone': [{ setting: 'HANTEI_SHARDS', shards: '0-3/16', missing: ['HANTEI_REDIS_URL'] }],
	'discord-shards-too-few': [
		{ setting: 'HANTEI_SHARDS', count: 1 },
		{ setting: 'HANTEI_SHARDS', count: 16 },
	],
	'no-schedule': [{}],
	'cron-invalid': [{ expression: '0 25 * * *', field: 'hour', value: '25' }],
	'schedule-too-often': [{ hours: 6 }, { hours: 1 }],
	'timezone-unknown': [{ timezone: 'Mars/Olympus' }],
	'time-invalid': [{ time: '25:00' }],
	'teaching-off': [{}],
	'teaching-off-here': [{}],
	'teaching-limit': [{ limit: 20 }],
	unexpected: [{ reference: 'A1B2C3' }],
	cancelled: [{}],
};

const cases = Object.entries(DETAILS).flatMap(([code, all]) =>
	all.map((details) => [code as ErrorCode, details] as const),
);
const facts = (details: object): string[] =>
	Object.values(details)
		.flat()
		.filter((fact): fact is string => typeof fact === 'string');

/** Their facts are said in words. */
const WORDED: readonly ErrorCode[] = ['bot-permissions-needed', 'network-useless', 'download-wrong'];

/** Nobody meets these at the command line. */
const IN_CHAT_ALONE: readonly ErrorCode[] = ['component-outdated', 'teaching-off-here'];

/** In chat, only those who run Hantei meet these, and they have a command line. */
const TO_THE_HOST_ALONE: readonly ErrorCode[] = [
	...(['backbone-not-installed', 'backbone-elsewhere', 'backbone-unusable'] as const),
	...(['training-diverged', 'download-wrong'] as const),
	// Names an option as it was typed.
	'bad-option',
];

describe('every refusal', () => {
	it.each(cases)('%s %j has a text in both languages that holds its facts', (code, details) => {
		for (const locale of LOCALES) {
			const text = describeError(new UserError(code, details), locale);
			expect(text.length).toBeGreaterThan(5);
			expect(text).not.toMatch(/undefined|NaN|\[object|Infinity/);
			if (WORDED.includes(code)) continue;
			for (const fact of facts(details)) expect(text).toContain(fact);
		}
	});

	it.each(cases)('%s %j is Japanese in Japanese, and not in English', (code, details) => {
		const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
		expect(describeError(new UserError(code, details), 'ja')).toMatch(japanese);
		if (facts(details).some((fact) => japanese.test(fact))) return;
		expect(describeError(new UserError(code, details), 'en')).not.toMatch(japanese);
	});

	it.each(cases.filter(([code]) => !IN_CHAT_ALONE.includes(code)))(
		'%s %j sends nobody at the command line to chat',
		(code, details) => {
			for (const locale of LOCALES) {
				const text = describeError(new UserError(code, details), locale);
				expect(text).not.toMatch(
					/(?<![\w.])\/(?:labels|crawl|dataset|retrain|learn|model|schedule|settings)\b/,
				);
				expect(text).not.toMatch(/\bpress\b|button|suggestions|ボタン|押し|候補/);
			}
		},
	);

	it.each(cases.filter(([code]) => !TO_THE_HOST_ALONE.includes(code)))(
		'%s %j sends nobody in chat to the command line',
		(code, details) => {
			for (const locale of LOCALES) {
				const text = describeError(new UserError(code, details), locale, 'chat');
				expect(text).not.toMatch(/\bhantei [a-z]|(?<![\w-])--[a-z]/);
			}
		},
	);

	it('says what to count in the right number', () => {
		const text = (photos: number) =>
			describeError(new UserError('too-few-photos', { label: 'crow', photos, limit: 5 }), 'en');
		expect(text(1)).toContain('1 usable photo;');
		expect(text(2)).toContain('2 usable photos;');
	});
});

describe('the texts of both languages', () => {
	/** The path of every text in a tree of them. */
	const pathsOf = (texts: object, path = ''): string[] =>
		Object.entries(texts).flatMap(([key, value]) =>
			value !== null && typeof value === 'object' && !Array.isArray(value)
				? pathsOf(value, `${path}${key}.`)
				: [`${path}${key}: ${typeof value}`],
		);

	it('are the same ones', () => {
		expect(pathsOf(messagesFor('ja')).sort()).toEqual(pathsOf(messagesFor('en')).sort());
	});
});

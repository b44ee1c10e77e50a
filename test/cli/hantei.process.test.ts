import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { evaluationSchema } from '../../src/model/evaluation.ts';
import { packageVersion } from '../../src/package-root.ts';
import { openDatabase } from '../../src/store/database.ts';
import { drawPhotoFolder, drawPicture } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { BIN, Host, type Outcome } from './hantei.ts';

const temporaryFolder = temporaryFolders();
const LABELS = { balloons: 'balloons', fence: 'fence', 家: 'house' } as const;

let host: Host;
let trained: Outcome;
beforeAll(async () => {
	host = await Host.open(await temporaryFolder());
	await drawPhotoFolder(join(host.folder, 'photos'), LABELS, 8);
	await drawPhotoFolder(join(host.folder, 'new'), LABELS, 2, { firstSeed: 100 });
	await drawPhotoFolder(join(host.folder, 'misfiled'), { fence: 'house', 家: 'house' }, 2, {
		firstSeed: 200,
	});
	await writeFile(join(host.folder, 'photos', 'fence', 'notes.jpg'), 'no photo');
	await writeFile(join(host.folder, 'new', 'notes.txt'), 'no photo');
	trained = await host.hantei(['train', '--from', 'photos']);
});

const answer = z.strictObject({
	file: z.string(),
	label: z.string().nullable(),
	confidence: z.number().min(0).max(1),
	unknown: z.boolean(),
	unknownScore: z.number().min(0).max(1),
	top: z.array(z.strictObject({ label: z.string(), confidence: z.number().min(0).max(1) })).min(1),
	model: z.string(),
});
const refusal = z.strictObject({
	file: z.string(),
	error: z.strictObject({ code: z.string(), message: z.string().min(1) }),
});
const json = ({ lines }: Outcome) => lines.map((line) => z.union([answer, refusal]).parse(JSON.parse(line)));

describe.concurrent('hantei train', () => {
	it('reports what it measured, what it left out, and what serves now', async () => {
		const { stdout, stderr, exitCode } = trained;
		expect(exitCode).toBe(0);
		expect(stderr).toMatch(/^looking at photos \(25\)\nfitting \(\d+\)$/m);
		expect(stdout).toContain('1 file was left out:\n  fence/notes.jpg: This is not a picture I can read.');
		expect(stdout).toMatch(/^accuracy \d+\.\d % of 24 photos \(95 % interval \d+\.\d % to 100\.0 %\)$/m);
		expect(stdout).toMatch(/^家 +8 /m);
		expect(stdout).toContain(`default/v1 written to ${join(host.models, 'default', 'v1')}`);
		expect(stdout).toContain('default/v1 serves from now on.');
		expect(await readdir(join(host.models, 'default'))).toEqual(['aliases.json', 'v1']);
	});

	it('enters into the audit log which model serves from then on', async () => {
		const database = openDatabase(join(host.folder, 'data', 'hantei.sqlite'));
		const entries = await (await Catalogue.open(database)).dataset('default').audit.list();
		database.close();
		expect(entries).toContainEqual(
			expect.objectContaining({ action: 'promote', by: 'cli', detail: { version: 'default/v1' } }),
		);
	});

	it('that is interrupted ends with 130 and leaves no version', async () => {
		const interrupted = await host.hantei(['train', '--from', 'photos', '--seed', '7'], {
			interruptAfter: 'fitting',
		});
		expect(interrupted.stderr).toContain('Cancelled. Nothing was changed.');
		expect(interrupted.exitCode).toBe(130);
		expect(await readdir(join(host.models, 'default'))).toEqual(['aliases.json', 'v1']);
	});

	it.each([
		[['train'], '--from'],
		[['train', '--from', 'nowhere'], 'There is no file or folder nowhere.'],
		[['train', '--from', 'photos', '--seed', 'x'], '--seed is “x”'],
		[['train', '--from', 'photos', '--classifier', '../up'], '--classifier is “../up”'],
		[['train', '--from', join('photos', 'fence')], 'holds no photos in folders of their labels'],
	])('refuses %j and ends with 2', async (args, message) => {
		const { exitCode, stderr, stdout } = await host.command(args);
		expect(stderr).toContain(message);
		expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
	});
});

describe.concurrent('hantei predict', () => {
	it('prints nothing raw that a file’s name has in it', async () => {
		const name = `\u001b[2J\u009b31m\rcrow 99 %.jpg`;
		const { stdout, stderr } = await host.command(['predict', name, 'new/fence/1.jpg']);
		expect(stdout).toContain('\\u001b[2J\\u009b31m\\u000dcrow 99 %.jpg  There is no file');
		for (const raw of ['\u001b', '\u009b', '\r']) expect(stdout + stderr).not.toContain(raw);
	});

	it('prints a line for each file, the pictures of a folder in order', async () => {
		const { lines, stderr, exitCode } = await host.hantei([
			'predict',
			'new',
			join('photos', 'fence', '1.png'),
		]);
		expect(exitCode).toBe(0);
		expect(stderr).toBe('');
		expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
			['new/balloons/0.png', expect.stringMatching(/^balloons >?\d+ %$/)],
			['new/balloons/1.png', expect.stringMatching(/^balloons >?\d+ %$/)],
			['new/fence/0.png', expect.stringMatching(/^fence >?\d+ %$/)],
			['new/fence/1.png', expect.stringMatching(/^fence >?\d+ %$/)],
			['new/家/0.png', expect.stringMatching(/^家 >?\d+ %$/)],
			['new/家/1.png', expect.stringMatching(/^家 >?\d+ %$/)],
			['photos/fence/1.png', expect.stringMatching(/^fence >?\d+ %$/)],
		]);
	});

	it('says that what it was to run on is not here, and judges on the processor', async () => {
		const foreign = process.platform === 'darwin' ? 'dml' : 'coreml';
		const environment = { HANTEI_EXECUTION_PROVIDERS: `${foreign},cpu` };
		const outcome = await host.command(['predict', 'new/fence/1.png'], { environment });
		expect(outcome.stderr).toMatch(
			new RegExp(`^${foreign} cannot be used here .*: networks run on cpu\\.$`, 'm'),
		);
		expect(outcome.stdout).toMatch(/fence >?\d+ %/);
		expect(outcome.exitCode).toBe(0);
	});

	it('says of each file that it cannot judge why not, judges the others, and ends with 1', async () => {
		const { lines, exitCode, stderr } = await host.command([
			'predict',
			'missing.jpg',
			join('new', 'fence', '0.png'),
			join('new', 'notes.txt'),
		]);
		expect(lines).toEqual([
			'missing.jpg      There is no file or folder missing.jpg. Check the name.',
			expect.stringMatching(/^new\/fence\/0\.png {2}fence >?\d+ %$/),
			'new/notes.txt    This is not a picture I can read. Please use JPEG, PNG, WebP, GIF or AVIF.',
		]);
		expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
	});

	it('prints objects with --json', async () => {
		const outcome = await host.command(['predict', '--json', join('new', 'fence'), 'missing.jpg']);
		expect(json(outcome)).toMatchObject([
			{
				file: 'new/fence/0.png',
				label: 'fence',
				unknown: false,
				model: 'default/v1',
				top: [{ label: 'fence' }, {}, {}],
			},
			{ file: 'new/fence/1.png', label: 'fence', unknown: false, model: 'default/v1' },
			{ file: 'missing.jpg', error: { code: 'file-not-found' } },
		]);
		expect(outcome.exitCode).toBe(1);
	});

	it('reads standard input when told so, and when nothing is named', async () => {
		const input = await drawPicture('fence', 100);
		for (const args of [
			['predict', '--json', '-'],
			['predict', '--json'],
		]) {
			const outcome = await host.hantei(args, { input });
			expect(json(outcome)).toMatchObject([{ file: '-', label: 'fence' }]);
			expect(outcome.exitCode).toBe(0);
		}
	});

	it('lists as many labels as asked for', async () => {
		const { lines } = await host.command(['predict', '--top', '2', join('new', 'fence', '0.png')]);
		expect(lines[0]).toMatch(/^new\/fence\/0\.png {2}fence [^,]+ %, [^,]+ %$/);
	});

	it('judges with the version asked for', async () => {
		const args = ['predict', '--json', '--model', 'starter/v1', join('new', 'fence', '0.png')];
		expect(json(await host.command(args))).toMatchObject([{ model: 'starter/v1' }]);
	});

	it('speaks the language of the terminal', async () => {
		const args = ['predict', 'missing.jpg'];
		const japanese = await host.command(args, { environment: { LANG: 'ja_JP.UTF-8' } });
		expect(japanese.lines).toEqual([
			'missing.jpg  missing.jpg というファイルやフォルダーはありません。名前を確認してください。',
		]);
	});

	it('calls an empty folder empty', async () => {
		await mkdir(join(host.folder, 'empty'), { recursive: true });
		const { exitCode, lines } = await host.command(['predict', 'empty']);
		expect(lines).toEqual(['empty  empty is an empty folder. Put photos into it, or name another.']);
		expect(exitCode).toBe(1);
	});

	it('stops without a word when nobody reads on', async () => {
		const folders = Array.from({ length: 30 }, () => 'photos').join(' ');
		const command = `"${process.execPath}" "${BIN}" predict ${folders} | head -n 1; echo "\${PIPESTATUS[0]}" >&2`;
		const child = spawn('bash', ['-c', command], { cwd: host.folder, env: host.environment() });
		const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
		expect(stdout).toMatch(/^photos\/balloons\/0\.png .*\n$/);
		expect(stderr).toBe('0\n');
	});

	it.each([
		[['predict', '--top', '0', 'new'], '--top is “0”, but must be 1–1000.'],
		[['predict', '--model', 'v7', 'new'], 'There is no model v7. There are: v1.'],
		[['predict', '--colour', 'new'], '--colour'],
	])('refuses %j and ends with 2', async (args, message) => {
		const { exitCode, stderr, stdout } = await host.command(args);
		expect(stderr).toContain(message);
		expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
	});
});

describe.concurrent('hantei evaluate', () => {
	it('prints accuracy with its interval, figures of each label and a confusion matrix', async () => {
		const { stdout, exitCode } = await host.hantei(['evaluate', '--from', 'new']);
		expect(exitCode).toBe(0);
		expect(stdout).toMatch(
			/^default\/v1\naccuracy 100\.0 % of 6 photos \(95 % interval 61\.0 % to 100\.0 %\)$/m,
		);
		expect(stdout).toMatch(/^fence +2 +1\.000 +1\.000 +1\.000 +0$/m);
		expect(stdout).toMatch(/^家 +0 +0 +2$/m);
	});

	it('prints an object with --json, and ends with 1 when a file was no use', async () => {
		const { stdout, exitCode } = await host.command(['evaluate', '--json', '--from', 'photos']);
		const evaluation = z.strictObject({
			model: z.literal('default/v1'),
			all: evaluationSchema,
			trainedOn: z.literal(24),
			unknownLabels: z.array(z.unknown()).length(0),
			refused: z.tuple([z.literal('fence/notes.jpg')]),
		});
		expect(evaluation.parse(JSON.parse(stdout)).all.photos).toBe(24);
		expect(exitCode).toBe(1);
	});

	it('writes a report on a folder that shows what was judged wrong in it', async () => {
		const args = ['evaluate', '--from', 'misfiled', '--report'];
		const { stderr, exitCode } = await host.command([...args, 'report']);
		expect(exitCode).toBe(0);
		expect(stderr).toContain('report: report.md, evaluation.json, confusion.png');
		expect(await readdir(join(host.folder, 'report'))).toContain('hardest.jpg');
		const report = await readFile(join(host.folder, 'report', 'report.md'), 'utf8');
		expect(report).toMatch(/^- judged 家 >?\d+ %, labelled fence `[0-9a-f]{12}`$/m);

		const elsewhere = await host.command([...args, join('new', 'notes.txt')]);
		expect(elsewhere.stderr).toContain(`${join('new', 'notes.txt')} cannot be written: EEXIST.`);
		expect(elsewhere.exitCode).toBe(2);
	});

	it('tells and shows whether the percentages come true beside as many photos of other things', async () => {
		const args = ['evaluate', '--from', 'photos', '--strangers', join('new', 'balloons')];
		const { stdout, stderr, exitCode } = await host.command([...args, '--report', 'mixed']);
		expect(exitCode).toBe(1);
		expect(stdout).toMatch(/^half strangers \(\d+ photos in all\): calibration error \d\.\d{3}$/m);
		expect(stdout).toMatch(/of 90 % or more, \d+\.\d % are right and \d+\.\d % are of strangers$/m);
		expect(stderr).toContain('mixture.png');
		const report = await readFile(join(host.folder, 'mixed', 'report.md'), 'utf8');
		expect(report).toMatch(/^\| strangers among answers of 90 % or more \| \d+\.\d % \|$/m);
		const alone = await host.command(['evaluate', '--strangers', 'new']);
		expect([alone.exitCode, alone.stderr]).toEqual([2, expect.stringContaining('--from photos --strangers')]);
	});

	it('says which labels the model knows when the folder has none of them', async () => {
		const { stderr, exitCode } = await host.command(['evaluate', '--from', 'new', '--model', 'starter/v1']);
		expect(stderr).toContain(
			'The model knows none of these labels: balloons, fence, 家. It knows boar, crow, monkey',
		);
		expect(exitCode).toBe(2);
	});
});

describe.concurrent('hantei', () => {
	it('names every setting that is wrong, at once', async () => {
		const environment = {
			HANTEI_WORKERS: '0',
			WEB_PORT: 'abc',
			LOG_LEVEL: 'loud',
			HANTEI_LANGUAGE: 'fr',
		};
		const { exitCode, stderr } = await host.command(['models'], { environment });
		for (const [setting, value] of Object.entries(environment))
			expect(stderr).toContain(`(${setting}) is “${value}”, but must be `);
		expect(exitCode).toBe(2);
	});

	it('helps, in both languages', async () => {
		const english = await host.hantei(['--help']);
		expect(english.exitCode).toBe(0);
		for (const command of ['predict', 'train', 'evaluate', 'models', 'promote'])
			expect(english.stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
		const japanese = await host.command(['train', '--help'], { environment: { LANG: 'ja_JP.UTF-8' } });
		expect(japanese.stdout).toContain('写真のフォルダー');
		for (const word of ['使い方：', 'オプション：']) expect(japanese.stdout).toContain(word);
		expect(japanese.stdout).not.toMatch(/Usage|Options|\(default/);
	});

	it('says in the reader’s language what it cannot read, and what may be meant', async () => {
		const english = await host.command(['predcit']);
		expect(english).toMatchObject({ exitCode: 2, stdout: '' });
		expect(english.stderr).toBe(
			'There is no command “predcit”; hantei --help lists all.\nDid you mean predict?\n',
		);
		const japanese = { environment: { LANG: 'ja_JP.UTF-8' } };
		const option = await host.command(['predict', '--topp', '3'], japanese);
		expect(option.stderr).toContain('「--topp」というオプションはここにはありません');
		expect(option.stderr).toContain('もしかして：--top');
		const argument = await host.command(['models', 'info', 'v1', 'v2'], japanese);
		expect(argument.stderr).toContain('引数が多すぎます');
		for (const { stderr } of [option, argument]) expect(stderr).not.toMatch(/error|unknown|arguments/);
	});

	it('tells its version', async () => {
		expect(await host.hantei(['--version'])).toMatchObject({ stdout: `${packageVersion()}\n`, exitCode: 0 });
	});

	it('does not know other commands', async () => {
		expect(await host.command(['dance'])).toMatchObject({ exitCode: 2, stdout: '' });
	});
});

describe('hantei models and hantei promote', () => {
	const listed = async () => (await host.command(['models'])).lines.map((line) => line.split(/ {2,}/));

	it('list what there is, let another version serve, and go back', async () => {
		const second = await host.command(['train', '--from', 'photos', '--seed', '2', '--no-promote']);
		expect(second.stdout).toContain(
			'The present model keeps serving; to change that: hantei promote default/v2',
		);
		const [header, ...rows] = await listed();
		expect(header).toEqual(['model', 'serves', 'accuracy', 'labels']);
		expect(rows.map(([name, second]) => [name, second === '✓'])).toEqual([
			['default/v2', false],
			['default/v1', true],
			['starter/v1', false],
		]);

		for (const [version, name] of [
			['starter/v1', 'starter/v1'],
			['v1', 'default/v1'],
		]) {
			const promoted = await host.command(['promote', version]);
			expect(promoted.stdout).toBe(`${name} serves from now on.\n`);
			expect((await listed()).find(([, serves]) => serves === '✓')?.[0]).toBe(name);
		}
		const unknown = await host.command(['promote', 'v9']);
		expect(unknown).toMatchObject({ exitCode: 2, stdout: '' });
		expect(unknown.stderr).toContain('There is no model v9. There are: v2, v1.');
	});

	it('say which version is damaged, and do not let it serve', async () => {
		const path = join(host.models, 'default', 'v2', 'head.safetensors');
		const head = await readFile(path);
		head[head.length - 1] ^= 1;
		await writeFile(path, head);
		expect((await listed()).slice(1)).toEqual([
			['default/v2', '–', 'damaged'],
			['default/v1', '✓', '100 %', 'balloons, fence, 家'],
			['starter/v1', expect.any(String), 'boar, crow, monkey'],
		]);
		const { exitCode, stderr } = await host.command(['promote', 'v2']);
		expect(stderr).toContain('Model default/v2 is damaged (head.safetensors was altered).');
		expect(exitCode).toBe(2);
	});
});

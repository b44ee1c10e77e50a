import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawPhotoFolder } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { BIN, Host } from './hantei.ts';

const temporaryFolder = temporaryFolders();

/** Small enough to learn in seconds; dropout, so that going on must draw the same masks. */
const NETWORK = {
	class_name: 'Sequential',
	config: {
		name: 'small',
		layers: [
			{ class_name: 'InputLayer', config: { name: 'photo', batch_input_shape: [null, 16, 16, 3] } },
			{ class_name: 'Conv2D', config: { name: 'conv', filters: 8, kernel_size: [3, 3], activation: 'relu' } },
			{ class_name: 'BatchNormalization', config: { name: 'norm' } },
			{ class_name: 'GlobalAveragePooling2D', config: { name: 'pool' } },
			{ class_name: 'Dropout', config: { name: 'drop', rate: 0.2 } },
			{ class_name: 'Dense', config: { name: 'end', units: 2, activation: 'softmax' } },
		],
	},
};

let host: Host;
beforeAll(async () => {
	host = await Host.open(await temporaryFolder());
	await drawPhotoFolder(join(host.folder, 'photos'), { fence: 'fence', house: 'house' }, 12);
	await writeFile(join(host.folder, 'photos', 'fence', 'notes.jpg'), 'no photo');
	await writeFile(join(host.folder, 'small.json'), JSON.stringify(NETWORK));
});

const train = (more: string) => [...`train --network small.json --from photos --batch 4 ${more}`.split(' ')];
/** Those that are whole; a process that is killed while it writes leaves something else behind for a while. */
async function checkpoints(): Promise<string[]> {
	const names = await readdir(join(host.folder, 'data', 'network-training')).catch(() => []);
	return names.filter((name) => name.endsWith('.safetensors'));
}

/** Kills the command, and with it the process that trains, once it has said this. */
async function killAfter(args: readonly string[], said: string): Promise<void> {
	const child = spawn(process.execPath, [BIN, ...args], { cwd: host.folder, env: host.environment() });
	let heard = '';
	child.stderr.on('data', (text) => {
		heard += text;
		if (heard.includes(said)) child.kill('SIGKILL');
	});
	const [, signal] = await once(child, 'exit');
	expect(signal).toBe('SIGKILL');
}

describe('hantei train --network', () => {
	it('trains a network into a version and a file that it then judges with, and reports what it measured', async () => {
		const { stdout, stderr, exitCode } = await host.hantei(
			train('--epochs 3 --rate 0.01 --augment keras --out small.keras --report report --promote'),
		);
		// One file could not be read.
		expect(exitCode).toBe(1);
		expect(stdout).toContain('fence/notes.jpg: This is not a picture I can read.');
		expect(stderr).toMatch(/^conv \(Conv2D\) +14 × 14 × 8 +224$/m);
		expect(stderr).toContain('274 parameters, 258 of them trained');
		expect(stderr).toMatch(/fence, house: learning from \d+ photos, \d held out/);
		expect(stderr).toMatch(
			/^epoch 3\/3 {2}loss \d\.\d{4} {2}accuracy \d+ % {2}val_loss \d\.\d{4} {2}val_accuracy/m,
		);
		expect(stdout).toMatch(/^accuracy \d+\.\d % of \d photos/m);
		expect(stdout).toContain('Confusion matrix');
		expect(await readdir(join(host.folder, 'report'))).toEqual(
			expect.arrayContaining(['training-curve.png', 'confusion.png', 'epochs.json', 'report.md']),
		);
		expect(await checkpoints()).toEqual([]);
		const judged = await host.command('predict --network small.keras photos/house'.split(' '));
		expect(judged.exitCode).toBe(0);
		expect(judged.stdout).toMatch(/^photos\/house\/\S+ +(fence|house) >?\d+ %$/m);
		expect(stdout).toContain('default/v1 is small.keras: 2 labels, fence, house');
		expect(stdout).toContain('default/v1 serves from now on.');
		const served = await host.command('predict --json --top 2 photos/house'.split(' '));
		expect(JSON.parse(served.stdout.split('\n')[0] ?? '')).toMatchObject({ model: 'default/v1' });
		// Its pictures are drawn at the lowest priority.
	}, 180_000);

	it('goes on after it was killed to the network it would have come to, whole', async () => {
		await host.command(train('--epochs 15 --seed 3 --out whole.onnx'));
		await killAfter(train('--epochs 15 --seed 3 --out resumed.onnx'), 'epoch 2/15  loss');
		expect((await checkpoints()).length).toBe(1);
		const { stderr } = await host.hantei(train('--epochs 15 --seed 3 --out resumed.onnx'));
		expect(stderr).toContain('it goes on from there');
		const [whole, resumed] = await Promise.all(
			['whole.onnx', 'resumed.onnx'].map((name) => readFile(join(host.folder, name))),
		);
		expect(resumed?.equals(whole as Buffer)).toBe(true);
		expect(await checkpoints()).toEqual([]);
	});

	it('ends early for want of progress and keeps the best', async () => {
		const { stdout, exitCode } = await host.command(
			train('--epochs 30 --patience 1 --rate 0.05 --optimiser sgd --schedule plateau --out small.onnx'),
		);
		expect(exitCode).toBe(1);
		const [, kept, epochs] = /Kept: the weights after epoch (\d+) of (\d+)/.exec(stdout) ?? [];
		expect(Number(epochs)).toBeLessThan(30);
		expect(Number(epochs)).toBe(Number(kept) + 1);
	});

	it('stops when it diverges, and says so', async () => {
		const { stderr, exitCode } = await host.command(
			train('--epochs 30 --rate 9.9 --optimiser sgd --label-smoothing 0.1 --out diverged.h5'),
		);
		expect(exitCode).toBe(2);
		expect(stderr).toMatch(/diverged in epoch \d+: its loss is no number any more/);
	});

	it('ends when it is interrupted', async () => {
		const { exitCode } = await host.hantei(train('--epochs 1000 --seed 5 --out never.h5'), {
			interruptAfter: 'learning from',
		});
		expect(exitCode).toBe(130);
		expect(await readdir(host.folder)).not.toContain('never.h5');
	});

	it.each([
		['--network resnet50 --from photos', 'There is no network resnet50. Name one of cifar10-cnn'],
		[
			'--network cifar10-cnn --from photos --out model.pt',
			'--out is “model.pt”, but must be .keras, .h5, .onnx',
		],
		['--network cifar10-cnn --from photos --out none/a.h5', 'none/a.h5 cannot be written'],
		['--network cifar10-cnn --from photos --augment more', '--augment is “more”'],
		['--network cifar10-cnn --from photos --rate 0', '--rate is “0”'],
		['--network small.json --from photos --epochs 0', '--epochs is “0”'],
	])('refuses %s', async (options, sentence) => {
		const { stderr, exitCode } = await host.command(`train ${options}`.split(' '));
		expect(exitCode).toBe(2);
		expect(stderr).toContain(sentence);
	});
});

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawPhotoFolder } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { Host } from './hantei.ts';

const temporaryFolder = temporaryFolders();

const NETWORK = {
	class_name: 'Sequential',
	config: {
		name: 'small',
		layers: [
			{ class_name: 'InputLayer', config: { name: 'photo', batch_input_shape: [null, 16, 16, 3] } },
			{ class_name: 'Conv2D', config: { name: 'conv', filters: 8, kernel_size: [3, 3], activation: 'relu' } },
			{ class_name: 'GlobalAveragePooling2D', config: { name: 'pool' } },
			{ class_name: 'Dense', config: { name: 'end', units: 2, activation: 'softmax' } },
		],
	},
};

let host: Host;
const hantei = (line: string) => host.command(line.trim().split(' '));
const started = (line: string) => host.hantei(line.split(' '));

/** Of each photo by its file: what is said of each label. */
async function judge(more: string): Promise<Map<string, Map<string, number>>> {
	const { stdout } = await hantei(`predict --json --top 2 photos/house ${more}`);
	const lines = stdout.trim().split('\n');
	return new Map(
		lines.map((line) => {
			const { file, top } = JSON.parse(line) as {
				file: string;
				top: { label: string; confidence: number }[];
			};
			return [file, new Map(top.map(({ label, confidence }) => [label, confidence]))];
		}),
	);
}

beforeAll(async () => {
	host = await Host.open(await temporaryFolder());
	await drawPhotoFolder(join(host.folder, 'photos'), { fence: 'fence', house: 'house' }, 12);
	await writeFile(join(host.folder, 'small.json'), JSON.stringify(NETWORK));
	await hantei(
		'train --network small.json --from photos --epochs 20 --rate 0.01 --out small.h5 --no-promote',
	);
});

describe('hantei import', () => {
	it('makes a version of a network, which says what the network says, and serves it', async () => {
		const { stdout, exitCode } = await started('import small.h5 --promote');
		expect(stdout).toContain('default/v2 is small.h5: 2 labels, fence, house');
		expect(stdout).toContain('There were too few photos of its labels to measure it by');
		expect(stdout).toContain('default/v2 serves from now on.');
		expect(exitCode).toBe(0);
		const [served, own] = [await judge(''), await judge('--network small.h5')];
		expect(served.size).toBe(12);
		for (const [file, confidences] of served) {
			for (const [label, confidence] of confidences)
				expect(Math.abs(confidence - (own.get(file)?.get(label) ?? 9))).toBeLessThan(1e-4);
		}
	});

	it('takes back what it exported as one network, and says the same', async () => {
		const before = await judge('--model v2');
		expect((await hantei('models export v2 small.onnx')).exitCode).toBe(0);
		const { stdout } = await hantei('import small.onnx --classifier back --promote');
		expect(stdout).toContain('back/v1 is small.onnx: 2 labels, fence, house');
		for (const [file, confidences] of await judge('--model back/v1')) {
			for (const [label, confidence] of confidences)
				expect(Math.abs(confidence - (before.get(file)?.get(label) ?? 9))).toBeLessThan(1e-5);
		}
	});

	it('measures it by labelled photos, and asks the gate', async () => {
		const { stdout } = await hantei('import small.h5 --from photos');
		expect(stdout).toMatch(/^accuracy \d+\.\d % of 24 photos/m);
		expect(stdout).toMatch(/default\/v3/);
		const calibration = await readFile(join(host.folder, 'models/default/v3/calibration.json'), 'utf8');
		expect(JSON.parse(calibration).familiarity.middle).toBeLessThan(1);
	});

	it('takes labels and licence from whoever brings it, and keeps them', async () => {
		const { stdout } = await hantei(
			'import small.h5 --labels tree,barn --licence CC-BY-4.0 --classifier other',
		);
		expect(stdout).toContain('other/v1 is small.h5: 2 labels, tree, barn');
		const read = async (path: string) => readFile(join(host.folder, path), 'utf8');
		expect(JSON.parse(await read('models/other/v1/manifest.json')).network).toEqual({
			file: 'small.h5',
			format: 'Keras',
			licence: 'CC-BY-4.0',
			range: '0..1',
		});
		expect(await read('models/other/v1/ATTRIBUTION.md')).toContain('CC-BY-4.0');
	});

	it.each([
		['import none.h5', 'There is no file or folder'],
		['import small.json', 'holds no network, or more than one'],
		['import small.h5 --labels one', 'The network tells 2 classes apart, but 1 label was given'],
		['import small.h5 --range 0..2', '--range is “0..2”'],
	])('refuses %s', async (line, sentence) => {
		const before = await readdir(join(host.folder, 'data/backbones'));
		const { stderr, exitCode } = await hantei(line);
		expect(exitCode).toBe(2);
		expect(stderr).toContain(sentence);
		expect(await readdir(join(host.folder, 'data/backbones'))).toEqual(before);
	});
});

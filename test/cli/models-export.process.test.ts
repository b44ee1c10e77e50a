import { readdir, writeFile } from 'node:fs/promises';
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
			{ class_name: 'Flatten', config: { name: 'flat' } },
			{ class_name: 'Dense', config: { name: 'end', units: 2, activation: 'softmax' } },
		],
	},
};

let host: Host;
let before: Awaited<ReturnType<typeof judge>>;
const hantei = (line: string) => host.command(line.trim().split(' '));
const started = (line: string) => host.hantei(line.split(' '));

/** Of each photo by its file: what is said of each label. */
async function judge(model: string): Promise<Map<string, Map<string, number>>> {
	const { stdout } = await hantei(`predict --json --top 2 photos/house --model ${model}`);
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
	await drawPhotoFolder(join(host.folder, 'photos'), { fence: 'fence', house: 'house' }, 6);
	await writeFile(join(host.folder, 'small.json'), JSON.stringify(NETWORK));
	await hantei(
		'train --network small.json --from photos --epochs 10 --rate 0.01 --out small.h5 --no-promote',
	);
	// Nothing measures it: what it says is what the network says.
	await hantei('import small.h5 --promote');
	before = await judge('v2');
});

describe('hantei models export', () => {
	it.each([
		['small.onnx', '', 'ONNX'],
		['back.h5', '', 'Keras'],
		['back.keras', '', 'Keras'],
		['machine.zip', '--format teachable-machine', 'Teachable Machine'],
	])('writes %s, which comes back and says the same', async (file, options, format) => {
		const { stdout, exitCode } = await hantei(`models export v2 ${file} ${options}`);
		expect(stdout).toBe(`default/v2 packed into ${file}\n`);
		expect(exitCode).toBe(0);
		const classifier = format.replace(' ', '').toLowerCase() + file.length;
		expect((await hantei(`import ${file} --classifier ${classifier} --promote`)).stdout).toContain(
			`${classifier}/v1 is ${file}: 2 labels, fence, house`,
		);
		const after = await judge(`${classifier}/v1`);
		expect([before.size, after.size]).toEqual([6, 6]);
		for (const [photo, confidences] of after) {
			for (const [label, confidence] of confidences)
				expect(Math.abs(confidence - (before.get(photo)?.get(label) ?? 9))).toBeLessThan(1e-5);
		}
	});

	it('writes a folder for TensorFlow.js, with labels and credits', async () => {
		expect((await started('models export v2 page --format tfjs')).exitCode).toBe(0);
		expect((await readdir(join(host.folder, 'page'))).sort()).toEqual([
			'ATTRIBUTION.md',
			'labels.txt',
			'model.json',
			'weights.bin',
		]);
		expect((await hantei('import page --classifier web --range 0..255')).stdout).toContain(
			'web/v1 is page: 2 labels, fence, house',
		);
	});

	it.each([
		['models export v2 model.h5 --format onnx', '--format is “onnx”'],
		['models export v2 model.zip --format keras', 'must be *.keras'],
		['models export v2 model.zip --format pickle', 'onnx, h5, keras, tfjs, teachable-machine, version'],
	])('refuses %s', async (line, sentence) => {
		const { stderr, exitCode } = await hantei(line);
		expect(exitCode).toBe(2);
		expect(stderr).toContain(sentence);
	});
});

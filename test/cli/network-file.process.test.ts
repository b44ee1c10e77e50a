import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawPhotoFolder } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { Host } from './hantei.ts';

const temporaryFolder = temporaryFolders();
const KERAS = fileURLToPath(new URL('../model/formats/keras/golden/', import.meta.url));

let host: Host;
beforeAll(async () => {
	host = await Host.open(await temporaryFolder());
	await drawPhotoFolder(join(host.folder, 'photos'), { fence: 'fence', house: 'house' }, 2);
	for (const name of ['keras-3-functional.h5', 'keras-3-sequential.keras']) {
		await cp(join(KERAS, name), join(host.folder, name));
	}
});

describe('hantei predict --network', () => {
	it('says which of the labels given the network sees, with its file for a model', async () => {
		const { lines, exitCode } = await host.hantei(
			'predict --network keras-3-functional.h5 --labels fence,家,house --range 0..1 --json photos'.split(' '),
		);
		expect(exitCode).toBe(0);
		expect(lines.length).toBe(4);
		for (const line of lines) {
			const { label, model, top } = JSON.parse(line);
			expect(['fence', '家', 'house']).toContain(label);
			expect(model).toBe('keras-3-functional.h5');
			expect(top.length).toBe(3);
		}
	});

	it('needs no range where the network scales pixels itself, and numbers labels that nobody says', async () => {
		const { stdout, exitCode } = await host.command(
			'predict --network keras-3-sequential.keras --top 4 photos'.split(' '),
		);
		expect(exitCode).toBe(0);
		expect(stdout).toMatch(/^photos\/fence\/\S+ +\d \d+ %, \d \d+ %, \d \d+ %, \d \d+ %$/m);
	});

	it('asks for the range where neither the file nor the person says it', async () => {
		const { stderr, exitCode } = await host.command(
			'predict --network keras-3-functional.h5 photos'.split(' '),
		);
		expect(exitCode).toBe(2);
		expect(stderr).toContain('does not say in which range it wants pixels');
	});

	it('finds the range on labelled photos, and shows the evidence', async () => {
		const { stdout, stderr, exitCode } = await host.command(
			'predict --network keras-3-functional.h5 --labels fence,house,other --detect-range photos photos'.split(
				' ',
			),
		);
		expect(exitCode).toBe(0);
		expect(stdout.split('\n').length).toBe(5);
		expect(stderr).toMatch(/as far as 4 labelled photos tell; --range \S+ says so at once/);
		for (const range of ['0..255', '0..1', '-1..1']) {
			expect(stderr).toMatch(new RegExp(`^${range.replaceAll('.', '\\.')} +\\d+ % +\\d+\\.\\d{3}$`, 'm'));
		}
	});

	it('says how many labels the network needs', async () => {
		const { stderr, exitCode } = await host.command(
			'predict --network keras-3-functional.h5 --range 0..1 --labels a,b photos'.split(' '),
		);
		expect(exitCode).toBe(2);
		expect(stderr).toContain('The network tells 3 classes apart, but 2 labels were given.');
	});
});

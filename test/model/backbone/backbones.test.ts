import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_IMAGE_LIMITS } from '../../../src/image/limits.ts';
import { Backbones } from '../../../src/model/backbone/backbones.ts';
import type { Backbone } from '../../../src/model/backbone/folder.ts';
import { Engine } from '../../../src/model/engine/engine.ts';
import { recordingLogger } from '../../support/backbone.ts';
import { drawPicture } from '../../support/pictures.ts';
import { installSmallBackbone } from '../../support/small-backbone.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

let data: string;
let small: Backbone;
beforeEach(async () => {
	data = await temporaryFolder();
	small = await installSmallBackbone(data, 'small', { seed: 1 });
});

describe('the installed backbones', () => {
	it('are found by what a model says of its own', async () => {
		const { id, sha256 } = small.manifest;
		expect(await new Backbones(data).find({ id, sha256 })).toEqual(small);
	});

	it('include one that the host keeps elsewhere', async () => {
		const elsewhere = join(await temporaryFolder(), 'mine');
		await rename(dirname(small.onnxPath), elsewhere);
		const mine = { ...small, onnxPath: join(elsewhere, 'backbone.onnx') };
		expect(await new Backbones(data, elsewhere).find(small.manifest)).toEqual(mine);
		await expect(new Backbones(data).find(small.manifest)).rejects.toMatchObject({
			code: 'backbone-not-installed',
			details: { id: 'small' },
		});
	});

	it('are not mistaken for others of the same name', async () => {
		await expect(new Backbones(data).find({ id: 'small', sha256: 'a'.repeat(64) })).rejects.toMatchObject({
			code: 'backbone-not-installed',
		});
	});

	it.each(['../small', '/etc', '.', '..', '', 'small/../small', 'a'.repeat(500)])(
		'are not led out of their folder by the name %j',
		async (id) => {
			await mkdir(join(data, 'backbones', 'x'));
			const { sha256 } = small.manifest;
			// Where each of these leads, a backbone lies that must not be found.
			await cp(dirname(small.onnxPath), join(data, 'small'), { recursive: true });
			await expect(new Backbones(data).find({ id, sha256 })).rejects.toMatchObject({
				code: 'backbone-not-installed',
			});
		},
	);

	it('are refused when a byte of them was altered, and found again once they are mended', async () => {
		const backbones = new Backbones(data);
		await writeFile(small.onnxPath, 'altered');
		await expect(backbones.find(small.manifest)).rejects.toMatchObject({ code: 'backbone-damaged' });
		await installSmallBackbone(data, 'small', { seed: 1 });
		expect(await backbones.find(small.manifest)).toEqual(small);
	});
});

describe('an engine with several backbones', () => {
	it('runs photos through the one that is asked for, in the same workers', async () => {
		const other = await installSmallBackbone(data, 'other', { seed: 2, isBlind: true });
		const engine = new Engine({
			backbone: small,
			backbones: new Backbones(data),
			workers: 1,
			queueLimit: 10,
			timeoutMs: 30_000,
			limits: DEFAULT_IMAGE_LIMITS,
			logger: recordingLogger(),
		});
		onTestFinished(() => engine.close());
		const photo = await drawPicture('house', 1);
		const backbone = await engine.backboneOf(other.manifest);
		const [own, others, again] = await Promise.all([
			engine.embed(photo),
			engine.embed(photo, { backbone }),
			engine.embed(photo, { backbone: await engine.backboneOf(small.manifest) }),
		]);
		expect(own.embedding).toHaveLength(small.manifest.dimension);
		expect(others.embedding).toHaveLength(other.manifest.dimension);
		expect(again.embedding).toEqual(own.embedding);
		const { views } = await engine.embedViews(photo, { views: ['original'], backbone });
		expect(views.get('original')).toEqual(others.embedding);
		expect((await engine.occlude(photo, { grid: 1, backbone })).whole).toEqual(others.embedding);
	});
});

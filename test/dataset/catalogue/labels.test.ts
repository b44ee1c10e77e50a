import { beforeEach, describe, expect, it } from 'vitest';
import { Bench, candidate, stored } from './support.ts';

let bench: Bench;
beforeEach(async () => {
	bench = await Bench.start();
});
const labels = () => bench.dataset.labels;

describe('labels', () => {
	it('are kept as they were given, cleaned', async () => {
		const label = await labels().add(
			{
				name: '  ハシブト  ガラス ',
				aliases: ['crow', 'CROW', 'ハシブト ガラス', 'カラス'],
				searchTerms: ['carrion crow'],
				exclusions: ['crow bar'],
				entity: { taxonId: 204496, name: 'Corvus corone' },
			},
			'ann',
		);
		expect(label).toEqual({
			id: label.id,
			name: 'ハシブト ガラス',
			aliases: ['crow', 'カラス'],
			displayNames: {},
			searchTerms: ['carrion crow'],
			exclusions: ['crow bar'],
			entity: { taxonId: 204496, name: 'Corvus corone' },
			createdAt: bench.clock.now(),
		});
		expect(await labels().get(label.id)).toEqual(label);
	});

	it.each(['Crow', 'ＣＲＯＷ', ' crow ', 'カラス', 'ｶﾗｽ', 'Strasse', 'が'])(
		'are found by name or alias, however it is written: %j',
		async (name) => {
			const label = await labels().add({ name: 'crow', aliases: ['カラス', 'STRASSE', 'か\u3099'] }, 'ann');
			expect((await labels().find(name))?.id).toBe(label.id);
			expect(await labels().find('cr')).toBeUndefined();
		},
	);

	it.each(['', '   ', '!!', 'a\u0000b', 'a\u202eb', '\ud800', 'x'.repeat(51)])(
		'cannot be called %j',
		async (name) => {
			await expect(labels().add({ name }, 'ann')).rejects.toMatchObject({ code: 'label-name-invalid' });
			await expect(labels().add({ name: 'crow', aliases: [name] }, 'ann')).rejects.toMatchObject({
				code: 'label-name-invalid',
			});
			expect(await labels().list()).toEqual([]);
		},
	);

	it.each(['🐗', '猿', 'C++', 'x'.repeat(50), "'; DROP TABLE label; --"])(
		'can be called %j',
		async (name) => {
			await labels().add({ name }, 'ann');
			expect((await labels().find(name))?.name).toBe(name);
		},
	);

	it('share no name or alias', async () => {
		const crow = await labels().add({ name: 'crow', aliases: ['カラス'] }, 'ann');
		for (const draft of [{ name: 'CROW' }, { name: 'カラス' }, { name: 'raven', aliases: ['Crow'] }]) {
			await expect(labels().add(draft, 'ann')).rejects.toMatchObject({
				code: 'label-name-taken',
				details: { label: 'crow' },
			});
		}
		const raven = await labels().add({ name: 'raven' }, 'ann');
		await expect(labels().edit(raven.id, { aliases: ['crow'] }, 'ann')).rejects.toMatchObject({
			code: 'label-name-taken',
		});
		expect(await labels().get(raven.id)).toEqual(raven);
		expect(await labels().get(crow.id)).toEqual(crow);
		await bench.catalogue.dataset('1234').labels.add({ name: 'crow' }, 'ann');
	});

	it('keep their photos under a new name, and what was not changed', async () => {
		const crow = await labels().add(
			{ name: 'crow', aliases: ['カラス'], entity: { taxonId: 1, name: 'Corvus' } },
			'ann',
		);
		const photo = await bench.photo(crow, '1');
		const renamed = await labels().edit(crow.id, { name: 'カラス', aliases: ['crow'] }, 'ann');
		expect(renamed).toEqual({ ...crow, name: 'カラス', aliases: ['crow'] });
		expect((await bench.dataset.photos.get(photo.id))?.labelId).toBe(renamed.id);
		expect(await labels().edit(crow.id, { entity: null }, 'ann')).not.toHaveProperty('entity');
		expect((await bench.dataset.decisions.list()).map(({ kind, detail }) => `${kind} ${detail}`)).toEqual([
			'label-edit カラス',
			'label-edit crow → カラス',
			'label-add crow',
		]);
	});

	it('are listed by name', async () => {
		for (const name of ['raven 10', 'カラス', 'raven 9', 'Ant']) await labels().add({ name }, 'ann');
		expect((await labels().list()).map(({ name }) => name)).toEqual(['Ant', 'raven 9', 'raven 10', 'カラス']);
	});

	it('go with all that was found for them, but for what people decided', async () => {
		const crow = await bench.label('crow');
		const boar = await bench.label('boar');
		const photos = [];
		for (let n = 0; n < 70; n++) photos.push(await bench.photo(crow, String(n)));
		await bench.dataset.decisions.remove([photos[0].id], 'ann');
		await bench.discover(crow, candidate('waiting'));
		const stays = await bench.photo(boar, 'boar');
		await labels().remove(crow.id, 'ann');

		expect((await labels().list()).map(({ name }) => name)).toEqual(['boar']);
		expect((await bench.dataset.photos.list()).map(({ id }) => id)).toEqual([stays.id]);
		expect(await bench.catalogue.needsFile(photos[1].file.sha256)).toBe(false);
		const again = await bench.label('crow');
		expect(await bench.photo(again, '1', stored('1'))).toMatchObject({ state: 'accepted' });
		expect(await bench.take(again, candidate('x'), stored('0'))).toMatchObject({ reason: 'removed' });
		await expect(labels().remove(crow.id, 'ann')).rejects.toMatchObject({ code: 'label-not-found' });
		await expect(labels().edit(crow.id, {}, 'ann')).rejects.toMatchObject({ code: 'label-not-found' });
	});

	it('belong to one classifier', async () => {
		const crow = await bench.label('crow');
		const guild = bench.catalogue.dataset('1234');
		expect(await guild.labels.get(crow.id)).toBeUndefined();
		await expect(guild.labels.edit(crow.id, { name: 'x' }, 'ann')).rejects.toMatchObject({
			code: 'label-not-found',
		});
		await expect(guild.labels.remove(crow.id, 'ann')).rejects.toMatchObject({ code: 'label-not-found' });
	});
});

describe('what a label is called', () => {
	it('is its name for each language that has no other', async () => {
		await labels().add({ name: 'crow', displayNames: { ja: ' カラス ', en: '' } }, 'ann');
		await labels().add({ name: 'boar', aliases: ['wild pig', 'イノシシ', '猪'] }, 'ann');
		await labels().add({ name: '猿', aliases: ['サル', 'monkey'] }, 'ann');
		await labels().add({ name: 'fox', aliases: ['キツネ'], displayNames: { ja: '狐' } }, 'ann');
		expect(await labels().displayNames()).toEqual({
			crow: { ja: 'カラス' },
			boar: { ja: 'イノシシ' },
			猿: { en: 'monkey' },
			fox: { ja: '狐' },
		});
	});

	it('finds the label, and belongs to no other', async () => {
		const crow = await labels().add({ name: 'crow', displayNames: { ja: 'カラス' } }, 'ann');
		expect(await labels().find('ｶﾗｽ')).toEqual(crow);
		await expect(labels().add({ name: 'カラス' }, 'ann')).rejects.toMatchObject({ code: 'label-name-taken' });
		const raven = await labels().add({ name: 'raven' }, 'ann');
		await expect(labels().edit(raven.id, { displayNames: { ja: 'カラス' } }, 'ann')).rejects.toMatchObject({
			code: 'label-name-taken',
		});
	});

	it('changes language by language, and is taken away by an empty name', async () => {
		const { id } = await labels().add({ name: 'crow', displayNames: { ja: 'からす' } }, 'ann');
		const renamed = await labels().edit(id, { displayNames: { en: 'Crow!' } }, 'ann');
		expect(renamed.displayNames).toEqual({ en: 'Crow!', ja: 'からす' });
		expect((await labels().edit(id, { displayNames: { ja: '' } }, 'ann')).displayNames).toEqual({
			en: 'Crow!',
		});
		expect(await labels().find('からす')).toBeUndefined();
	});

	it('may be the same in both languages, or the name itself', async () => {
		const draft = { name: 'UFO', aliases: ['ufo'], displayNames: { ja: 'UFO', en: 'UFO' } };
		expect((await labels().find((await labels().add(draft, 'ann')).name))?.displayNames.ja).toBe('UFO');
	});
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalPhotoSource, openPhotoSource } from '../../src/host/stand-ins.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { Host, type RunOptions } from './hantei.ts';

const temporaryFolder = temporaryFolders();

let host: Host;
let source: LocalPhotoSource;

beforeAll(async () => {
	host = await Host.open(await temporaryFolder());
	source = await openPhotoSource(0, undefined);
});

afterAll(() => source.close());

function learn(names: readonly string[], options: RunOptions = {}, language = 'en') {
	return host.hantei(['learn', ...names, '--count', '12'], {
		...options,
		environment: { CRAWLER_STAND_IN: source.url, HANTEI_LANGUAGE: language },
	});
}

it('changes nothing where a single name would be alone', async () => {
	const { stderr, exitCode } = await learn(['sailboat']);
	expect(stderr).toContain('it takes at least two');
	expect(exitCode).toBe(2);
	expect((await host.command(['labels', 'list'])).stdout).toContain('There are no labels yet');
});

it('goes from names to a model that serves, and on from where it was interrupted', async () => {
	const interrupted = await learn(['cat, macaque'], { interruptAfter: 'looking at photos' });
	expect(interrupted.exitCode).toBe(130);
	expect(interrupted.stderr).toContain('the same command goes on from there');
	expect(interrupted.stdout).toContain('Learning cat, macaque: up to 12 openly licensed photos each');
	expect(interrupted.stdout).toContain('cat: Felis catus at iNaturalist');
	expect(interrupted.stdout).toContain('macaque may be several living things');

	const learned = await learn(['cat', 'macaque'], {}, 'ja');
	expect(learned.exitCode).toBe(0);
	expect(learned.stdout).toContain('cat、macaqueを学習します');
	expect(learned.stdout).toContain('default/v1');
	expect(learned.stdout).toMatch(/見たことのない写真への答え：\n {2}(cat|macaque) \S+ %/);
	const listed = await host.command(['labels', 'list']);
	expect(listed.stdout).toMatch(/cat\s+12/);
});

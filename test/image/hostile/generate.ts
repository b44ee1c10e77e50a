import { GIF_FILES, WEBP_FILES } from './animation-files.ts';
import { AVIF_FILES } from './avif-files.ts';
import type { HandMadeFile, HostileFile } from './file.ts';
import { JPEG_FILES } from './jpeg-files.ts';
import { MUTATIONS } from './mutate.ts';
import { OTHER_FILES } from './other-files.ts';
import { PICTURES } from './pictures.ts';
import { PNG_FILES } from './png-files.ts';
import { Random } from './random.ts';

/** Files written by hand to hurt one thing each, with what must come of them. */
export const HAND_MADE_FILES: readonly HandMadeFile[] = [
	...named('JPEG', JPEG_FILES),
	...named('PNG', PNG_FILES),
	...named('GIF', GIF_FILES),
	...named('WebP', WEBP_FILES),
	...named('AVIF', AVIF_FILES),
	...OTHER_FILES,
];

function named(format: string, files: readonly HandMadeFile[]): HandMadeFile[] {
	return files.map((file) => ({ ...file, name: `${format}: ${file.name}` }));
}

/** Honest pictures with one to three things gone wrong: the same for the same seed. */
export async function* mutatedFiles(seed: number, count: number): AsyncGenerator<HostileFile> {
	const random = new Random(seed);
	const pictures = await Promise.all(
		Object.entries(PICTURES).map(async ([name, make]) => ({ name, bytes: await make() })),
	);
	const mutations = Object.entries(MUTATIONS);
	for (let number = 1; number <= count; number++) {
		const picture = random.pick(pictures);
		let { bytes } = picture;
		const done: string[] = [];
		for (let times = random.pick([1, 1, 1, 2, 3]); times > 0 && bytes.length > 0; times--) {
			const [name, mutate] = random.pick(mutations);
			bytes = mutate(bytes, random, random.pick(pictures).bytes);
			done.push(name);
		}
		yield { name: `${picture.name} (seed ${seed}, ${number}): ${done.join(', ')}`, bytes };
	}
}

/** All files made by hand, then mutated ones, `count` together. One at a time, since some are large. */
export async function* generateHostileFiles(seed: number, count: number): AsyncGenerator<HostileFile> {
	for (const { name, outcome, make } of HAND_MADE_FILES.slice(0, count)) {
		yield { name, outcome, bytes: await make() };
	}
	yield* mutatedFiles(seed, count - HAND_MADE_FILES.length);
}

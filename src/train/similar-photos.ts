import type { Link } from '../dataset/groups.ts';
import type { Gemm } from '../model/linear-algebra/gemm.ts';
import { type Matrix, stackRows } from '../model/linear-algebra/matrix.ts';

export interface ComparedPhoto {
	/** Unit vectors one after the other. */
	readonly embedding: Float32Array;
	readonly label: string;
}

/**
 * Distance (one less the cosine) up to which two embeddings of the bundled backbone may mean one scene. Of 2.4 million pairs of
 * photos of CIFAR-10 none is nearer, one is nearer than .08; of 772,000 pairs of Debian's pictures the 44 that are show
 * one thing again, mirrored, cropped or from a step aside. A mirrored photo lies .02 to .07 away (nine in ten), one
 * cropped to 7/8 of its sides .03 to .2.
 */
const SAME_SCENE = 0.05;

/**
 * Where all photos of a label are alike (drawings by one hand, parts on one conveyor belt) that many lie so near: there
 * two of one scene must besides be nearer than this share of the usual distance.
 */
const SHARE_OF_USUAL = 0.3;

/** Photos of a label whose distances tell what is usual. */
const SAMPLE = 200;

/** Photos compared at once: 512 x 512 similarities are 1 MB, and their embeddings 15 MB, however many photos there are. */
const BLOCK = 512;

/**
 * Pairs of photos, by index, that look like one scene to the backbone. All are compared with all, block by block.
 * @param parts how many unit vectors an embedding is made of: its squared length
 * @param onBlock may throw to give up
 */
export async function similarPhotos(
	gemm: Gemm,
	photos: readonly ComparedPhoto[],
	parts: number,
	onBlock?: () => void,
): Promise<Link[]> {
	const distances = async (a: Matrix, b: Matrix) =>
		(await gemm(a, b, { transposeB: true })).data.map((product) => 1 - product / parts);
	const usual = await usualDistances(photos, distances);
	const limits = photos.map(({ label }) => Math.min(SAME_SCENE, SHARE_OF_USUAL * (usual.get(label) ?? 0)));

	const links: Link[] = [];
	for (let first = 0; first < photos.length; first += BLOCK) {
		const a = embeddingsOf(photos.slice(first, first + BLOCK));
		for (let second = first; second < photos.length; second += BLOCK) {
			onBlock?.();
			const b = second === first ? a : embeddingsOf(photos.slice(second, second + BLOCK));
			const found = await distances(a, b);
			for (let i = 0; i < a.rows; i++) {
				for (let j = second === first ? i + 1 : 0; j < b.rows; j++) {
					if (found[i * b.rows + j] <= Math.min(limits[first + i], limits[second + j]))
						links.push([first + i, second + j]);
				}
			}
		}
	}
	return links;
}

/** The median distance between two photos of each label. */
async function usualDistances(
	photos: readonly ComparedPhoto[],
	distances: (a: Matrix, b: Matrix) => Promise<Float32Array>,
): Promise<ReadonlyMap<string, number>> {
	const usual = new Map<string, number>();
	for (const label of new Set(photos.map(({ label }) => label))) {
		const members = photos.filter((photo) => photo.label === label);
		const step = Math.max(1, members.length / SAMPLE);
		const sample = embeddingsOf(
			Array.from({ length: Math.min(members.length, SAMPLE) }, (_, n) => members[Math.floor(n * step)]),
		);
		const found = await distances(sample, sample);
		const betweenTwo = found.filter((_, n) => n % sample.rows > Math.floor(n / sample.rows)).sort();
		usual.set(label, betweenTwo.at(betweenTwo.length >> 1) ?? 0);
	}
	return usual;
}

function embeddingsOf(photos: readonly ComparedPhoto[]): Matrix {
	return stackRows(photos.map(({ embedding }) => embedding));
}

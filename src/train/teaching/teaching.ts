import PQueue from 'p-queue';
import { normalise } from '../../crawl/normalise.ts';
import { rejectByPhoto } from '../../crawl/quality/check.ts';
import type { CrawlRules } from '../../crawl/rules.ts';
import type { Candidate } from '../../dataset/candidate.ts';
import {
	type Catalogue,
	type Dataset,
	type Photo,
	type Rejection,
	taughtSourceId,
} from '../../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../../dataset/photo-store.ts';
import { UserError } from '../../errors.ts';
import { deleteEmbeddings } from '../embedding-files.ts';

const DAY_MS = 86_400_000;

/** Photos that one member may teach within a day. */
export const DEFAULT_TEACHING_LIMIT = 20;

export interface TeachingParts {
	/** Whether the host lets members teach; what they have taught, they can always take back. */
	readonly isOn: boolean;
	readonly catalogue: Pick<Catalogue, 'own' | 'dataset' | 'needsFile'>;
	readonly photoStore: Pick<PhotoStore, 'put' | 'remove'>;
	/** What a crawled photo must be, a taught one must be too. */
	readonly rules: Pick<CrawlRules, 'checks' | 'imageLimits' | 'nsfwThreshold'>;
	/** How likely a photo is not safe for work, 0 to 1; absent where the backbone does not tell. */
	readonly nsfwScore?: (photo: Uint8Array, signal?: AbortSignal) => Promise<number>;
	/** Where embeddings lie. */
	readonly dataFolder: string;
	/** Photos that one member may teach within a day. */
	readonly perDay?: number;
	readonly now?: () => number;
}

/** A photo that a member agreed to give. */
export interface Lesson {
	/** The server. */
	readonly classifier: string;
	readonly labelId: number;
	/** As it was uploaded. */
	readonly original: Uint8Array;
	readonly member: { readonly id: string; readonly name: string };
	/** Photos that the server may have. */
	readonly most?: number;
	readonly signal?: AbortSignal;
}

export type TaughtPhoto =
	| { readonly kind: 'taken'; readonly photo: Photo }
	| { readonly kind: 'not-taken'; readonly reason: Rejection };

/**
 * Takes in the photos that members give with their consent, and gives them back. What is kept is a new file of a
 * photo's pixels, without anything else that was in the upload; it waits in quarantine for an admin.
 */
export class Teaching {
	readonly #parts: TeachingParts;
	readonly #perDay: number;
	readonly #now: () => number;
	/**
	 * One after the other, so that no file is deleted that another is about to need.
	 */
	readonly #entering = new PQueue({ concurrency: 1 });

	constructor(parts: TeachingParts) {
		this.#parts = parts;
		this.#perDay = parts.perDay ?? DEFAULT_TEACHING_LIMIT;
		this.#now = parts.now ?? Date.now;
	}

	get isOn(): boolean {
		return this.#parts.isOn;
	}

	/** @throws {UserError} `teaching-limit`: so many that one member's mistakes, or jokes, would be what is learnt */
	async requireRoom(classifier: string, memberId: string): Promise<void> {
		const { since } = this.#allowance(memberId);
		const taught = await this.#parts.catalogue.dataset(classifier).taught.countSince(memberId, since);
		if (taught >= this.#perDay) throw new UserError('teaching-limit', { limit: this.#perDay });
	}

	#allowance(memberId: string) {
		return { memberId, since: new Date(this.#now() - DAY_MS), limit: this.#perDay };
	}

	/**
	 * Why a picture cannot be taught, whoever gives it and whatever it shows; undefined where nothing speaks against it.
	 * Keeps nothing.
	 * @throws {UserError} `image-*`
	 */
	async check(original: Uint8Array): Promise<Rejection | undefined> {
		const { rules } = this.#parts;
		return rejectByPhoto(rules.checks, await normalise(original, rules.imageLimits));
	}

	/** @throws {UserError} `teaching-limit`, `photo-quota`, `label-not-found`, `image-*`, `engine-*`; the signal's reason */
	async teach({ classifier, labelId, original, member, most, signal }: Lesson): Promise<TaughtPhoto> {
		const { catalogue, photoStore, rules, nsfwScore } = this.#parts;
		const dataset = await catalogue.own(classifier, member.id);
		await this.requireRoom(classifier, member.id);
		const label = await dataset.labels.get(labelId);
		if (!label) throw new UserError('label-not-found', { label: String(labelId) });

		const photo = await normalise(original, rules.imageLimits);
		const reason = rejectByPhoto(rules.checks, photo);
		if (reason) return { kind: 'not-taken', reason };

		const { sha256 } = photo.file;
		const candidate = candidateOf(member, sha256, this.#now());
		try {
			const score = await nsfwScore?.(photo.bytes, signal);
			signal?.throwIfAborted();
			const settlement = await this.#entering.add(async () => {
				await photoStore.put(sha256, photo.bytes);
				return inRun(dataset, member.id, (runId) =>
					dataset.photos.add(runId, labelId, candidate, photo.file, {
						allowance: this.#allowance(member.id),
						most,
						nsfwScore: score,
						quarantine: score !== undefined && score > rules.nsfwThreshold ? 'nsfw' : 'taught',
					}),
				);
			});
			if (settlement.state === 'rejected') return { kind: 'not-taken', reason: settlement.reason };
			if (!('photo' in settlement)) throw new Error('a taught photo was neither taken nor refused');
			await dataset.audit.record({
				action: 'teach',
				by: member.id,
				detail: { label: label.name, photo: settlement.photo.id },
			});
			return { kind: 'taken', photo: settlement.photo };
		} finally {
			await this.#dropFiles([sha256]);
		}
	}

	/**
	 * Deletes all that a member taught in a server, files and embeddings too, at once. Models that were trained on it
	 * stay until others take their place; the next training knows nothing of it.
	 * @returns how many photos
	 */
	async withdraw(classifier: string, memberId: string): Promise<number> {
		const dataset = this.#parts.catalogue.dataset(classifier);
		const { photos, files } = await dataset.taught.withdraw(memberId);
		await this.#dropFiles(files);
		if (photos > 0)
			await dataset.audit.record({ action: 'teach-withdraw', by: memberId, detail: { photos } });
		return photos;
	}

	/** Deletes those of the files that no photo needs, and what was made of them. */
	#dropFiles(files: readonly string[]): Promise<void> {
		const { catalogue, photoStore, dataFolder } = this.#parts;
		return this.#entering.add(async () => {
			const unneeded: string[] = [];
			for (const sha256 of files) if (!(await catalogue.needsFile(sha256))) unneeded.push(sha256);
			if (unneeded.length === 0) return;
			for (const sha256 of unneeded) await photoStore.remove(sha256);
			await deleteEmbeddings(dataFolder, unneeded);
		});
	}
}

/** Photos that one member gives on one day may show one thing from several sides: never on both sides of a split. */
function candidateOf({ id, name }: Lesson['member'], sha256: string, now: number): Candidate {
	return {
		source: 'member',
		sourceId: taughtSourceId(id, sha256),
		series: `${id}/${new Date(now).toISOString().slice(0, 10)}`,
		url: '',
		pageUrl: '',
		author: name,
		licence: 'member',
	};
}

async function inRun<Result>(
	dataset: Dataset,
	by: string,
	work: (runId: number) => Promise<Result>,
): Promise<Result> {
	const { id } = await dataset.runs.start(by);
	try {
		const result = await work(id);
		await dataset.runs.finish(id, 'finished');
		return result;
	} catch (error) {
		await dataset.runs.finish(id, 'failed');
		throw error;
	}
}

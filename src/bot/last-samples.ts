import { RecentMap } from './flow/recent.ts';

interface Viewer {
	readonly classifier: string;
	/** A user's id. */
	readonly by: string;
}

/** The photos that people were shown last, so that they can name one by its number. */
export class LastSamples {
	readonly #samples = new RecentMap<string, readonly number[]>(1_000);

	/** @param photoIds in the order of their numbers */
	remember({ classifier, by }: Viewer, photoIds: readonly number[]): void {
		if (photoIds.length > 0) this.#samples.set(`${classifier} ${by}`, photoIds);
	}

	get({ classifier, by }: Viewer): readonly number[] {
		return this.#samples.get(`${classifier} ${by}`) ?? [];
	}
}

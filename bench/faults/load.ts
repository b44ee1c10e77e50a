import type { Playground } from 'discord-playground';

/** Between two photos. */
const EVERY_MS = 1_000;

/** Longest that a photo may wait for its answer while all is well: the machine may be busy with other things. */
const IN_TIME_MS = 10_000;

type Answer = { readonly at: number; readonly kind: 'judged' | 'busy' };

interface Posted {
	readonly id: string;
	readonly at: number;
	readonly answers: Answer[];
}

export interface Outcomes {
	readonly photos: number;
	readonly lost: number;
	readonly doubled: number;
	readonly busy: number;
}

/** Posts photos in turn in several channels, one a second, and hears what each is answered. */
export class Load {
	readonly #posted = new Map<string, Posted>();
	readonly #posting: NodeJS.Timeout;

	constructor(playground: Playground, channels: readonly string[], photo: Buffer) {
		playground.on('message', ({ message_reference: reference, content }) => {
			this.#posted
				.get(reference?.message_id ?? '')
				?.answers.push({ at: performance.now(), kind: /\d\s*%/.test(content) ? 'judged' : 'busy' });
		});
		let turn = 0;
		this.#posting = setInterval(() => {
			const { id } = playground.postMessage({
				channel: channels[turn++ % channels.length],
				author: playground.demo.users.owner,
				attachments: [{ name: 'photo.jpg', bytes: photo }],
			});
			this.#posted.set(id, { id, at: performance.now(), answers: [] });
		}, EVERY_MS);
	}

	stop(): void {
		clearInterval(this.#posting);
	}

	/** Whether the last photos that could have been answered by now were, one of each channel at least. */
	isAnswered(since: number): boolean {
		const due = this.#since(since).filter(({ at }) => at < performance.now() - EVERY_MS);
		return due.length >= 3 && due.slice(-3).every(isInTime);
	}

	/** From when on each photo was judged in time. */
	goodSince(since: number): number {
		const last = this.#since(since).findLast(
			(posted) => !isInTime(posted) && posted.at < performance.now() - IN_TIME_MS,
		);
		return last ? last.at + EVERY_MS : since;
	}

	isSettled(since: number, until: number): boolean {
		return this.#since(since).every(({ at, answers }) => at >= until || answers.length > 0);
	}

	outcomes(since: number, until: number): Outcomes {
		const posted = this.#since(since).filter(({ at }) => at < until);
		const count = (is: (answers: readonly Answer[]) => boolean) =>
			posted.filter(({ answers }) => is(answers)).length;
		return {
			photos: posted.length,
			lost: count((answers) => answers.length === 0),
			doubled: count((answers) => answers.length > 1),
			busy: count((answers) => answers.some(({ kind }) => kind === 'busy')),
		};
	}

	#since(since: number): Posted[] {
		return [...this.#posted.values()].filter(({ at }) => at >= since);
	}
}

function isInTime({ at, answers: [first] }: Posted): boolean {
	return first?.kind === 'judged' && first.at - at < IN_TIME_MS;
}

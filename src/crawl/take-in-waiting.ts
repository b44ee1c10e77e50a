import type { Label, Outcome, Reservation } from '../dataset/catalogue/catalogue.ts';
import { type Examined, examine } from './examine.ts';
import { takeIn } from './intake.ts';
import type { NormalisedPhoto } from './normalise.ts';
import type { CrawlRun } from './run.ts';

/** Takes in of the label's candidates that the catalogue knows as many as it still wants. */
export function takeInWaiting(run: CrawlRun, label: Label): Promise<void> {
	const { candidates } = run.dataset;
	return takeIn<Reservation, Examined>({
		concurrency: run.services.concurrency,
		missing: () => run.tally.missing(label),
		next: () => {
			run.signal.throwIfAborted();
			return candidates.reserve(run.id, label.id, { sources: [...run.usable.keys()], most: run.most });
		},
		examine: (reservation) => examineCandidate(run, reservation),
		settle: (reservation, examined) => settle(run, reservation, examined),
	});
}

async function examineCandidate(run: CrawlRun, reservation: Reservation): Promise<Examined> {
	const { candidate } = reservation;
	const supply = run.usable.get(candidate.source);
	if (!supply) throw new Error(`a candidate of ${candidate.source}, which is not asked`);
	if (await isAuthorComplete(run, reservation)) return AUTHOR_COMPLETE;
	return examine(reservation, { ...run.services, supply }, run.signal);
}

async function settle(run: CrawlRun, reservation: Reservation, examined: Examined): Promise<void> {
	const { source } = reservation.candidate;
	if (examined.kind === 'source-unavailable') {
		run.disable(source, examined.trouble);
		await run.dataset.candidates.release(run.id, reservation.id);
		return;
	}
	// Again, because photos of the same author may have come in since it was fetched; and before all else, so that
	// the reason is the same when it was not fetched.
	const { outcome, photo } = (await isAuthorComplete(run, reservation))
		? {
				...AUTHOR_COMPLETE,
				outcome: { ...AUTHOR_COMPLETE.outcome, downloaded: examined.outcome.downloaded },
			}
		: examined;
	if (photo) await store(run, reservation, outcome, photo);
	else await run.dataset.candidates.settle(run.id, reservation.id, outcome);
	await run.tellProgress();
	run.noticeOutage(source, outcome.kind === 'failed');
}

/** The file first: one without its photo is swept up some day, a photo without its file would be a hole. */
async function store(
	run: CrawlRun,
	{ id }: Reservation,
	outcome: Outcome,
	{ bytes, file }: NormalisedPhoto,
): Promise<void> {
	const { catalogue, photoStore } = run.services;
	await photoStore.put(file.sha256, bytes);
	const settlement = await run.dataset.candidates.settle(run.id, id, outcome);
	if ('photo' in settlement) run.tell({ kind: 'photo', photo: settlement.photo });
	else await photoStore.removeUnneeded(file.sha256, bytes, (sha256) => catalogue.needsFile(sha256));
}

async function isAuthorComplete(
	run: CrawlRun,
	{ labelId, candidate: { source, author } }: Reservation,
): Promise<boolean> {
	if (author === undefined) return false;
	return (await run.dataset.photos.countByAuthor(labelId, source, author)) >= run.services.rules.perAuthor;
}

const AUTHOR_COMPLETE = {
	kind: 'examined',
	outcome: { kind: 'rejected', reason: 'author-cap', downloaded: 0 },
} as const satisfies Examined;

import { openCrawlJobs } from '../crawl/jobs.ts';
import { openHostMover } from '../host/backbones.ts';
import { openRegistry } from '../host/models.ts';
import { openHostTrainings } from '../host/trainings.ts';
import { describeMoveEnd } from '../i18n/backbone-move.ts';
import { messagesFor } from '../i18n/messages.ts';
import type { Move } from '../train/backbone/in-use.ts';
import type { BackboneMover, MoveProgress } from '../train/backbone/mover.ts';
import { BY, openCatalogue } from './catalogue.ts';
import type { CliContext } from './context.ts';
import { Progress } from './progress.ts';

/** The exit code of what was cancelled. */
const CANCELLED = 130;

/** Between two looks at how far the move is. */
const LOOK_EVERY_MS = 100;

/**
 * `hantei backbone use`: makes new models on another backbone, and moves the present ones to it. What it does not come to, a
 * bot that runs, or the same command, goes on with. 0 when all is done, 1 when a training failed, 130 when cancelled.
 */
export async function useBackbone(
	id: string,
	{ json }: { readonly json?: true },
	context: CliContext,
): Promise<number> {
	const { settings, logger, news, signal } = context;
	const { catalogue, database, close } = await openCatalogue(context, 'default');
	const trainings = openHostTrainings(settings, {
		catalogue,
		crawlJobs: openCrawlJobs({ crawler: undefined, catalogue }),
		onModelsChanged: news.tell,
	});
	const mover = openHostMover(settings, {
		registry: openRegistry(settings, news.tell),
		trainings,
		database,
		logger,
	});
	const cancel = () => void mover.cancel();
	try {
		await mover.begin(id, BY);
		if (signal.aborted) cancel();
		signal.addEventListener('abort', cancel, { once: true });
		await follow(mover, context);
		const { move } = await mover.inUse();
		if (!move) throw new Error('the move left no trace');
		process.stdout.write(json ? `${JSON.stringify(move)}\n` : `${describe(move, context).join('\n')}\n`);
		if (move.state === 'cancelled') return CANCELLED;
		return Object.values(move.ends).some(({ kind }) => kind === 'failed') ? 1 : 0;
	} finally {
		signal.removeEventListener('abort', cancel);
		await mover.close();
		await trainings.close();
		await close();
	}
}

async function follow(mover: BackboneMover, context: CliContext): Promise<void> {
	const progress = new Progress();
	const looking = setInterval(() => {
		const state = mover.progress();
		if (state) progress.update(...lineOf(state, context));
	}, LOOK_EVERY_MS);
	await mover.settled();
	clearInterval(looking);
	progress.stop();
}

function lineOf(
	{ classifier, done, total, training }: MoveProgress,
	{ locale, text }: CliContext,
): [string, number, number] {
	const { step, waits } = messagesFor(locale).backboneMove;
	const { progress } = training ?? {};
	const what = progress ? text.steps[progress.step] : waits;
	return [step(classifier, done + 1, total, what), progress?.done ?? 0, progress?.total ?? 0];
}

function describe({ from, to, state, ends }: Move, { locale }: CliContext): string[] {
	const text = messagesFor(locale).backboneMove;
	const closing = {
		finished: text.finished(to),
		cancelled: text.cancelled(from),
		'under-way': text.interrupted,
	};
	return [
		...Object.entries(ends).map(([classifier, end]) => `${classifier}: ${describeMoveEnd(end, locale)}`),
		closing[state],
	];
}

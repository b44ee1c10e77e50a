import { UserError } from '../../errors.ts';
import { fromWire, toWire } from '../../jobs/wire-error.ts';
import { withForeignNetwork } from '../../model/network-import/import-network.ts';
import type { CrawlFirst, TrainingOutcome } from '../training.ts';
import type { TrainingProgress, TrainingStep } from '../training-progress.ts';
import { watchMemory } from './give-way.ts';
import { orderSchema, type Report, type StartOrder, type TrainingOrder } from './protocol.ts';
import type { TrainingTools } from './train.ts';

/** Between two reports of one step: people read no faster, and each wakes the bot. */
const REPORT_EVERY_MS = 200;

/** Serves the one training that the parent process asks this one for. It ends with its parent, or at its parent's word. */
export function serveTraining(): void {
	const cancelled = new AbortController();
	let crawled: (order: Extract<TrainingOrder, { kind: 'crawled' }>) => void = () => {};
	const crawl = (wish: CrawlFirst) =>
		new Promise<void>((resolve, reject) => {
			crawled = ({ error }) => (error ? reject(fromWire(error)) : resolve());
			tell({ kind: 'crawl', wish });
		});

	let held: (order: Extract<TrainingOrder, { kind: 'held' }>) => void = () => {};
	const requireHeld = () =>
		new Promise<void>((resolve, reject) => {
			held = ({ error }) => (error ? reject(fromWire(error)) : resolve());
			tell({ kind: 'hold' });
		});

	process.on('message', (message) => {
		const order = orderSchema.parse(message);
		switch (order.kind) {
			case 'start':
				watchMemory(order.settings.memoryMb);
				perform(order, {
					crawl,
					requireHeld,
					signal: cancelled.signal,
					onProgress: reportProgress(),
					onModelsChanged: () => tell({ kind: 'models-changed' }),
				}).then(
					(outcome) => tell({ kind: 'finished', outcome }),
					(error: unknown) => tell({ kind: 'failed', error: toWire(error) }),
				);
				return;
			case 'cancel':
				cancelled.abort(new UserError('cancelled', {}));
				return;
			case 'crawled':
				crawled(order);
				return;
			case 'held':
				held(order);
				return;
		}
	});
	process.on('disconnect', () => process.exit());
	// Ctrl-C and service managers signal the parent as well, which knows what is to become of this process.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
	tell({ kind: 'ready' });
}

/** What somebody brings is read by a process of its own while this one loads what makes a version of it. */
async function perform(order: StartOrder, tools: TrainingTools): Promise<TrainingOutcome> {
	const { network: wish } = order.request;
	const load = () => import('./train.ts');
	if (!wish) return (await load()).train(order, tools);
	const { dataFolder } = order.settings;
	return withForeignNetwork(
		{ path: wish.path, wishes: wish, dataFolder, signal: tools.signal },
		async (network) => (await load()).train(order, tools, network),
	);
}

/** Tells each step's beginning, and now and then how far it is. */
function reportProgress(): (progress: TrainingProgress) => void {
	let step: TrainingStep | undefined;
	let toldAt = 0;
	return (progress) => {
		const now = performance.now();
		if (progress.step === step && now - toldAt < REPORT_EVERY_MS && progress.done !== progress.total) return;
		step = progress.step;
		toldAt = now;
		tell({ kind: 'progress', progress });
	};
}

function tell(report: Report): void {
	process.send?.(report);
}

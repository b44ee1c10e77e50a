import type { Messages } from '../../src/i18n/messages.ts';
import { networkSummary } from '../../src/report/network-summary.ts';
import type { Epoch } from '../../src/train/network/settings.ts';
import type { NetworkLearning } from '../../src/train/training-progress.ts';

/** How a network does that is trained from scratch: figures of the epoch under way and of the last, and what it is made of. */
export function learningLines(
	{ epochs, curve, step, summary }: NetworkLearning,
	{ commands, report, percent }: Messages,
): string[] {
	const texts = commands.retrain;
	const loss = (value: number) => value.toFixed(4);
	const now = step ?? curve.at(-1);
	const last = curve.at(-1);
	const { table, total } = networkSummary(summary ?? [], report.networkSummary, ({ name }) => name);
	return [
		...(now ? [`-# ${texts.learned(now.epoch, epochs, loss(now.loss), percent(now.accuracy))}`] : []),
		...(last
			? [`-# ${texts.heldOut(last.epoch, loss(last.heldOutLoss), percent(last.heldOutAccuracy))}`]
			: []),
		...(summary ? ['```', table, '```', `-# ${total}`] : []),
	];
}

/** A curve is drawn anew with each epoch of it. */
export function curveKey(curve: readonly Epoch[]): string {
	return `epochs ${curve.length}`;
}

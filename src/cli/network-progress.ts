import { percent } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Messages, messagesFor } from '../i18n/messages.ts';
import type { LayerSummary } from '../model/network-training/graph.ts';
import { summarise } from '../model/network-training/summary.ts';
import { networkSummary } from '../report/network-summary.ts';
import type { NetworkProgress } from '../train/network/network-run.ts';
import type { Epoch, NetworkTraining } from '../train/network/settings.ts';
import { LiveLine } from './live-line.ts';

type Text = Messages['cli']['network'];

/** A network's training on standard error: its summary, a line that changes with each step, and one that stays an epoch. */
export class NetworkProgressLines {
	readonly #training: NetworkTraining;
	readonly #text: Text;
	readonly #line = new LiveLine();

	readonly #summaryText: Messages['report']['networkSummary'];

	constructor(training: NetworkTraining, locale: Locale) {
		const { cli, report } = messagesFor(locale);
		this.#training = training;
		this.#text = cli.network;
		this.#summaryText = report.networkSummary;
	}

	show(progress: NetworkProgress): void {
		const { epochs } = this.#training;
		switch (progress.kind) {
			case 'photos':
				this.#line.show(this.#text.reading(progress.done, progress.total));
				return;
			case 'begins':
				this.#line.say(this.#summary(progress.layers));
				this.#line.say(
					this.#text.begins(progress.labels, progress.photos, progress.heldOut, progress.engine),
				);
				for (const epoch of progress.resumed) this.#line.say(epochLine(epoch, epochs, this.#text));
				if (progress.resumed.length > 0) this.#line.say(this.#text.resumed(progress.resumed.length));
				return;
			case 'step': {
				const { epoch, done, total, loss, accuracy } = progress;
				this.#line.show(`${this.#text.epoch(epoch, epochs)}  ${done}/${total}  ${learned(loss, accuracy)}`);
				return;
			}
			case 'epoch':
				this.#line.say(epochLine(progress.epoch, epochs, this.#text));
		}
	}

	end(): void {
		this.#line.end();
	}

	/** As Keras's `model.summary()`. */
	#summary(layers: readonly LayerSummary[]): string {
		const nameOf = ({ name, className }: { name: string; className: string }) => `${name} (${className})`;
		const { table, total } = networkSummary(summarise(layers), this.#summaryText, nameOf);
		return `${table}\n${total}`;
	}
}

function epochLine({ epoch, loss, accuracy, ...rest }: Epoch, epochs: number, text: Text): string {
	const heldOut = `val_loss ${rest.heldOutLoss.toFixed(4)}  val_accuracy ${percent(rest.heldOutAccuracy, 'en')}`;
	return `${text.epoch(epoch, epochs)}  ${learned(loss, accuracy)}  ${heldOut}  ${text.seconds(rest.seconds)}`;
}

/** Under the names that Keras gives them. */
function learned(loss: number, accuracy: number): string {
	return `loss ${loss.toFixed(4)}  accuracy ${percent(accuracy, 'en')}`;
}

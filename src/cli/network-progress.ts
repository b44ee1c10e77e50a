import { percent } from '../i18n/format.ts';
import type { Messages } from '../i18n/messages.ts';
import { elementCount } from '../model/formats/network/network.ts';
import type { LayerSummary } from '../model/network-training/graph.ts';
import type { Parameter } from '../model/network-training/parameters.ts';
import { textTable } from '../report/text-table.ts';
import type { Epoch, NetworkTraining } from '../train/network/settings.ts';
import type { NetworkProgress } from '../train/network/train-network.ts';
import { LiveLine } from './live-line.ts';

type Text = Messages['cli']['network'];

/** A network's training on standard error: its summary, a line that changes with each step, and one that stays an epoch. */
export class NetworkProgressLines {
	readonly #training: NetworkTraining;
	readonly #text: Text;
	readonly #line = new LiveLine();

	constructor(training: NetworkTraining, text: Text) {
		this.#training = training;
		this.#text = text;
	}

	show(progress: NetworkProgress): void {
		const { epochs } = this.#training;
		switch (progress.kind) {
			case 'photos':
				this.#line.show(this.#text.reading(progress.done, progress.total));
				return;
			case 'begins':
				this.#line.say(summaryTable(progress.layers, this.#text));
				this.#line.say(this.#text.begins(progress.labels, progress.photos, progress.heldOut));
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
}

function epochLine({ epoch, loss, accuracy, ...rest }: Epoch, epochs: number, text: Text): string {
	const heldOut = `val_loss ${rest.heldOutLoss.toFixed(4)}  val_accuracy ${percent(rest.heldOutAccuracy, 'en')}`;
	return `${text.epoch(epoch, epochs)}  ${learned(loss, accuracy)}  ${heldOut}  ${text.seconds(rest.seconds)}`;
}

/** Under the names that Keras gives them. */
function learned(loss: number, accuracy: number): string {
	return `loss ${loss.toFixed(4)}  accuracy ${percent(accuracy, 'en')}`;
}

/** As Keras's `model.summary()`. */
function summaryTable(layers: readonly LayerSummary[], text: Text): string {
	const count = (parameters: readonly Parameter[]) =>
		parameters.reduce((sum, { shape }) => sum + elementCount(shape), 0);
	const all = layers.flatMap(({ parameters }) => parameters);
	const rows = layers.map(({ name, className, shape, parameters }) => [
		`${name} (${className})`,
		shape.join(' × '),
		String(count(parameters)),
	]);
	return [
		textTable([[text.summary.layer, text.summary.shape, text.summary.parameters], ...rows]),
		text.summary.total(count(all), count(all.filter(({ isTrained }) => isTrained))),
	].join('\n');
}

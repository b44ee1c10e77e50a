import stringWidth from 'string-width';
import { printable, printError } from './print.ts';

/** Between two lines where nobody watches: enough for a log to show that it goes on. */
const LOG_EVERY_MS = 10_000;
const SHOW_EVERY_MS = 100;

/** A line on standard error that is overwritten as things go on; elsewhere than in a terminal, one line now and then. */
export class LiveLine {
	#shownAt = Number.NEGATIVE_INFINITY;
	#isShown = false;

	show(text: string): void {
		const { isTTY, columns } = process.stderr;
		const now = performance.now();
		if (now - this.#shownAt < (isTTY ? SHOW_EVERY_MS : LOG_EVERY_MS)) return;
		this.#shownAt = now;
		if (!isTTY) {
			printError(`${text}\n`);
			return;
		}
		process.stderr.write(`\r\u001b[K${cutToWidth(printable(text), columns - 1)}`);
		this.#isShown = true;
	}

	/** A line that stays, above the one that changes. */
	say(text: string): void {
		this.end();
		printError(`${text}\n`);
	}

	end(): void {
		if (this.#isShown) process.stderr.write('\r\u001b[K');
		this.#isShown = false;
		this.#shownAt = Number.NEGATIVE_INFINITY;
	}
}

function cutToWidth(text: string, width: number): string {
	if (stringWidth(text) <= width) return text;
	let fitting = '';
	for (const character of text) {
		if (stringWidth(fitting + character) >= width) break;
		fitting += character;
	}
	return `${fitting}…`;
}

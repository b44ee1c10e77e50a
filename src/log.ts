import { createRequire } from 'node:module';
import { type DestinationStream, pino } from 'pino';

export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

const STANDARD_ERROR = 2;

/**
 * Writes to standard error: JSON lines for a log collector, plain lines for a person at a terminal. Secrets that slip
 * into a logged object are masked by their key.
 */
export function createLogger(level: string): Logger {
	return pino(
		{
			level,
			base: null,
			redact: { paths: ['token', '*.token', 'authorization', '*.authorization'], censor: '[secret]' },
		},
		process.stderr.isTTY ? terminal() : pino.destination(STANDARD_ERROR),
	);
}

function terminal(): DestinationStream {
	let pretty: ((line: string) => string) | undefined;
	return {
		write(line) {
			pretty ??= loadPretty();
			process.stderr.write(pretty(line));
		},
	};
}

/** Thirty files, loaded with the first line: most commands log none. */
function loadPretty(): (line: string) => string {
	const { prettyFactory } = createRequire(import.meta.url)('pino-pretty') as typeof import('pino-pretty');
	return prettyFactory({
		colorize: process.stderr.hasColors(),
		translateTime: 'HH:MM:ss',
		singleLine: true,
	});
}

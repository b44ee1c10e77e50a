import { type DestinationStream, pino } from 'pino';
import { prettyFactory } from 'pino-pretty';

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
	const pretty = prettyFactory({
		colorize: process.stderr.hasColors(),
		translateTime: 'HH:MM:ss',
		singleLine: true,
	});
	return { write: (line) => process.stderr.write(pretty(line)) };
}

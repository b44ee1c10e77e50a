import { pino } from 'pino';

export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** JSON lines on standard error; secrets that slip into a logged object are masked by their key. */
export function createLogger(level: string): Logger {
	return pino(
		{
			level,
			base: null,
			redact: { paths: ['token', '*.token', 'authorization', '*.authorization'], censor: '[secret]' },
		},
		pino.destination(2),
	);
}

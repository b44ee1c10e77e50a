import { tmpdir } from 'node:os';
import { DEFAULT_IMAGE_LIMITS } from '../../src/image/limits.ts';
import type { Logger } from '../../src/log.ts';
import { type Backbone, openBackbone } from '../../src/model/backbone/open.ts';
import { Engine, type EngineOptions } from '../../src/model/engine/engine.ts';

export function sharedBackbone(): Promise<Backbone> {
	return openBackbone({ dataFolder: tmpdir(), setting: 'bundled' });
}

export interface RecordingLogger extends Logger {
	/** `level: message`, in the order logged. */
	readonly lines: string[];
}

export function recordingLogger(): RecordingLogger {
	const lines: string[] = [];
	const record = (level: string) => (fields: object | string, message?: string) =>
		void lines.push(`${level}: ${message ?? fields}`);
	return {
		lines,
		debug: record('debug'),
		info: record('info'),
		warn: record('warn'),
		error: record('error'),
	} as RecordingLogger;
}

/** A real engine on the bundled backbone; the caller closes it. */
export async function openTestEngine(
	options: Partial<EngineOptions> = {},
): Promise<{ readonly engine: Engine; readonly logger: RecordingLogger }> {
	const logger = recordingLogger();
	const engine = new Engine({
		backbone: await sharedBackbone(),
		workers: 1,
		queueLimit: 100,
		timeoutMs: 30_000,
		limits: DEFAULT_IMAGE_LIMITS,
		logger,
		...options,
	});
	return { engine, logger };
}

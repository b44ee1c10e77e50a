import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { UserError } from '../../src/errors.ts';
import type { Logger } from '../../src/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { startWeb, type Web, type WebOptions } from '../../src/web/start.ts';
import { FakePredictor } from './fake-predictor.ts';

export interface Served extends Web {
	readonly predictor: FakePredictor;
	/** What was logged as an error. */
	readonly errors: unknown[];
}

const NOWHERE = join(tmpdir(), 'hantei-no-photos');

/** Serves the judge page on a free port until the test ends. */
export async function serve({
	predictor = new FakePredictor(),
	...options
}: Partial<WebOptions> & { predictor?: FakePredictor } = {}): Promise<Served> {
	const errors: unknown[] = [];
	const logger: Logger = { debug() {}, info() {}, warn() {}, error: (entry: unknown) => errors.push(entry) };
	const web = await startWeb({
		...{ port: 0, maxBytes: 1_000, logger, predictor },
		explainer: { explain: () => Promise.reject(new UserError('no-model', { classifier: 'default' })) },
		catalogue: await Catalogue.open(openDatabase(':memory:')),
		photoStore: new PhotoStore(NOWHERE),
		...options,
	});
	onTestFinished(() => web.close(0));
	return { ...web, predictor, errors };
}

/** A picture as a form sends it; the fake judge takes any bytes. */
export function picture(name: string, bytes: string = name): File {
	return new File([bytes], name, { type: 'image/jpeg' });
}

export function form(...files: File[]): FormData {
	const body = new FormData();
	for (const file of files) body.append('image', file);
	return body;
}

/** Something a test waits for. */
export interface Gate {
	readonly opened: Promise<void>;
	open(): void;
}

export function gate(): Gate {
	let open = () => {};
	const opened = new Promise<void>((resolve) => {
		open = resolve;
	});
	return { opened, open };
}

const BOUNDARY = 'boundary';

/** A form by hand, for what FormData would not send: `parts` are headers and content. */
export function rawForm(...parts: [headers: string, content: string][]): RequestInit {
	const body = parts
		.map(([headers, content]) => `--${BOUNDARY}\r\n${headers}\r\n\r\n${content}\r\n`)
		.join('');
	return rawMultipart(`${body}--${BOUNDARY}--\r\n`);
}

export function rawMultipart(body: string): RequestInit {
	return {
		method: 'POST',
		headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` },
		body,
	};
}

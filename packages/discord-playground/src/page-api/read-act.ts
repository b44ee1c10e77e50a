import type { Upload } from '../acts.ts';
import { type Act, actSchema, type UploadReference } from './act-schema.ts';
import { MAX_FILE_BYTES, MAX_FILES, MAX_REQUEST_BYTES } from './limits.ts';
import { PageError } from './page-error.ts';

export interface ReceivedAct {
	readonly act: Act;
	/** The file an act refers to. */
	readonly upload: (reference: UploadReference) => Upload;
}

/** Reads `payload` (JSON) and `files[N]` of a form. */
export async function readAct(request: Request): Promise<ReceivedAct> {
	const form = await readForm(request);
	const payload = form.get('payload');
	if (typeof payload !== 'string') throw new PageError(400, 'malformed', 'the form has no payload');
	const files = await readFiles(form);
	const act = actSchema.parse(parseJson(payload));
	return {
		act,
		upload({ file, ...rest }) {
			const found = files.get(file);
			if (!found) throw new PageError(400, 'malformed', `the form has no files[${file}]`);
			return { ...found, ...rest };
		},
	};
}

async function readForm(request: Request): Promise<FormData> {
	const contentType = request.headers.get('content-type') ?? '';
	if (!contentType.startsWith('multipart/form-data')) {
		throw new PageError(415, 'malformed', 'acts are sent as multipart/form-data');
	}
	// Forms of browsers always say how long they are; without it, a request could go on for ever.
	const length = Number(request.headers.get('content-length') ?? Number.NaN);
	if (!(length <= MAX_REQUEST_BYTES)) throw tooLarge();
	try {
		return await request.formData();
	} catch {
		throw new PageError(400, 'malformed', 'the form cannot be read');
	}
}

async function readFiles(form: FormData): Promise<Map<number, Upload>> {
	const files = new Map<number, Upload>();
	for (const [name, part] of form) {
		const index = /^files\[(\d)\]$/.exec(name)?.[1];
		if (index === undefined || typeof part === 'string') continue;
		if (part.size > MAX_FILE_BYTES || files.size === MAX_FILES) throw tooLarge();
		files.set(Number(index), { name: part.name, bytes: new Uint8Array(await part.arrayBuffer()) });
	}
	return files;
}

function tooLarge(): PageError {
	return new PageError(413, 'too-large', `files may have ${MAX_FILE_BYTES / 2 ** 20} MiB each`);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new PageError(400, 'malformed', 'the payload is not JSON');
	}
}

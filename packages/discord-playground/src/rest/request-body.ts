import { parseJson } from '../json.ts';
import { invalidForm } from '../validate/form.ts';
import type { RestContext, UploadedFile } from './context.ts';
import { discordError } from './discord-error.ts';

/** Discord's own limit for a whole request. */
const MAX_REQUEST_BYTES = 25 * 1024 * 1024;
/** And for each file of those without a boosted server. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;

export interface RequestBody {
	readonly body: unknown;
	readonly files: readonly UploadedFile[];
}

/** @throws {DiscordError} for what cannot be read; what is in it is the routes' business. */
export async function readBody(context: RestContext): Promise<RequestBody> {
	const { req } = context;
	if (req.method === 'GET' || req.method === 'HEAD') return { body: undefined, files: [] };
	if (Number(req.header('content-length') ?? 0) > MAX_REQUEST_BYTES) throw discordError('entityTooLarge');
	const contentType = req.header('content-type') ?? '';
	if (contentType.startsWith('multipart/form-data')) return readForm(await req.formData());
	const text = await req.text();
	if (text === '') return { body: undefined, files: [] };
	if (contentType.startsWith('application/x-www-form-urlencoded')) {
		const form = new URLSearchParams(text);
		const payload = form.get('payload_json');
		return { body: payload === null ? Object.fromEntries(form) : readJson(payload), files: [] };
	}
	if (!contentType.startsWith('application/json')) {
		const message =
			"Expected \"Content-Type\" header to be one of {'application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'}.";
		throw invalidForm([], 'CONTENT_TYPE_INVALID', message);
	}
	return { body: readJson(text), files: [] };
}

async function readForm(form: FormData): Promise<RequestBody> {
	const files: UploadedFile[] = [];
	let body: unknown = {};
	for (const [name, part] of form) {
		if (typeof part === 'string') {
			if (name === 'payload_json') body = readJson(part);
			continue;
		}
		const index = /^files?\[(\d+)\]$/.exec(name)?.[1];
		if (part.size > MAX_FILE_BYTES) throw discordError('entityTooLarge');
		files.push({
			index: index === undefined ? files.length : Number(index),
			name: part.name,
			bytes: new Uint8Array(await part.arrayBuffer()),
			contentType: part.type,
		});
	}
	return { body, files };
}

function readJson(text: string): unknown {
	try {
		return parseJson(text);
	} catch {
		throw discordError('invalidJson');
	}
}

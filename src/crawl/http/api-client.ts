import type { Response } from 'undici';
import type { z } from 'zod';
import { HostThrottled } from '../politeness/host-turns.ts';
import { TemporaryFailure } from '../politeness/retry.ts';
import { type ApiClient, type JsonOptions, SourceUnavailable } from '../source.ts';
import { AddressRefused } from './guarded-agent.ts';
import { BodyTooLong, readBody } from './read-body.ts';
import { type Http, request, temporaryFailure } from './request.ts';

const DEADLINE_MS = 30_000;

/** Flickr's 500 photos a page take under 1 MB. */
const MAX_BYTES = 20_000_000;

/** How long services that throttle without saying for how long are taken to mean it. */
const UNSAID_THROTTLE_MS = 60_000;

/** How a source talks to its service. @param source its name, for what is told to people */
export function createApiClient(http: Http, source: string): ApiClient {
	return {
		async getJson(url, schema, options = {}) {
			const { signal } = options;
			try {
				return await request(
					http,
					url,
					{ accept: 'application/json', deadlineMs: DEADLINE_MS, signal },
					async (response) => {
						if (!response.ok) throw await refusal(source, response);
						const answer = parse(source, await readText(source, response), schema);
						await refuseTrouble(source, http, response, answer, options);
						return answer;
					},
				);
			} catch (error) {
				throw asUnavailable(source, error, http.clock.now());
			}
		},
	};
}

async function readText(source: string, response: Response): Promise<string> {
	try {
		return Buffer.from(await readBody(response, MAX_BYTES)).toString('utf8');
	} catch (error) {
		if (!(error instanceof BodyTooLong)) throw error;
		throw unexpected(source, error.message, error);
	}
}

function parse<Schema extends z.ZodType>(source: string, text: string, schema: Schema): z.infer<Schema> {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		throw unexpected(source, 'not JSON', error);
	}
	const parsed = schema.safeParse(json);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw unexpected(source, `${issue.path.join('.') || 'answer'}: ${issue.message}`, parsed.error);
}

/** MediaWiki and Flickr tell of their troubles with status 200. */
async function refuseTrouble<Answer>(
	source: string,
	{ clock }: Http,
	response: Response,
	answer: Answer,
	{ troubleOf }: JsonOptions<Answer>,
): Promise<void> {
	const trouble = troubleOf?.(answer);
	if (trouble === 'temporary') throw temporaryFailure(response, clock);
	if (trouble) throw new SourceUnavailable(source, trouble);
}

/** Longest excerpt of what a service says, for the log and the host. */
const MESSAGE_LENGTH = 200;

async function refusal(source: string, response: Response): Promise<SourceUnavailable> {
	const { status } = response;
	const text = Buffer.from(await readBody(response, MAX_BYTES).catch(() => new Uint8Array())).toString(
		'utf8',
	);
	const message = text.replace(/\s+/g, ' ').trim().slice(0, MESSAGE_LENGTH) || undefined;
	return new SourceUnavailable(source, { kind: 'refused', status, message });
}

function unexpected(source: string, detail: string, cause: unknown): SourceUnavailable {
	return new SourceUnavailable(source, { kind: 'unexpected', detail }, { cause });
}

function asUnavailable(source: string, error: unknown, now: number): unknown {
	const cause = error;
	if (error instanceof HostThrottled)
		return new SourceUnavailable(source, { kind: 'throttled', until: error.until.toISOString() }, { cause });
	if (error instanceof TemporaryFailure && error.status === 429) {
		const until = new Date(now + (error.retryAfterMs ?? UNSAID_THROTTLE_MS));
		return new SourceUnavailable(source, { kind: 'throttled', until: until.toISOString() }, { cause });
	}
	if (error instanceof TemporaryFailure)
		return new SourceUnavailable(source, { kind: 'down', status: error.status }, { cause });
	if (error instanceof AddressRefused)
		return new SourceUnavailable(source, { kind: 'refused', message: error.message }, { cause });
	return error;
}

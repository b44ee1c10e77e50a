import type { HttpBindings } from '@hono/node-server';
import type { Snowflake } from 'discord-api-types/v10';
import type { Context } from 'hono';
import { discordError } from './discord-error.ts';

export interface UploadedFile {
	/** The `n` of `files[n]`. */
	readonly index: number;
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly contentType: string;
}

export interface RestEnv {
	Bindings: HttpBindings;
	Variables: {
		/** The JSON of the request: its body, or the `payload_json` part. Undefined without one. */
		body: unknown;
		files: readonly UploadedFile[];
		fault: string | null;
	};
}

export type RestContext = Context<RestEnv>;

/** An id of the path; anything else cannot be the id of something that exists. */
export function pathId(context: RestContext, name: string): Snowflake {
	const value = context.req.param(name) ?? '';
	if (!/^\d{1,20}$/.test(value)) throw discordError('notFound');
	return value;
}

export function isTrue(query: string | undefined): boolean {
	return query !== undefined && ['true', 'True', '1'].includes(query);
}

/**
 * A JSON answer in the shape that discord-api-types has for its route, which is to be named:
 * `answer<RESTGetAPIUserResult>(user)`.
 */
export function answer<Result = never>(result: NoInfer<Result>, status: 200 | 201 = 200): Response {
	return Response.json(result, { status });
}

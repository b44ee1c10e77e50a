import type { RestContext } from './context.ts';

/** One request of the bot and what it was answered. */
export interface RestCall {
	/** Counted from 1. */
	readonly number: number;
	/** By the playground's clock. */
	readonly at: number;
	readonly method: string;
	/** Without `/api/v10`, decoded: `/channels/1/messages`. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** The JSON body, or the `payload_json` part of a multipart one. */
	readonly body: unknown;
	readonly files: readonly { readonly name: string; readonly size: number; readonly contentType: string }[];
	readonly headers: Readonly<Record<string, string>>;
	/** 0 when the socket was dropped instead of an answer. */
	readonly status: number;
	readonly response: unknown;
	/** The fault that was injected, if any. */
	readonly fault: string | null;
}

/** Keeps the latest calls, and tells who listens. */
export class CallRecorder {
	readonly #kept: number;
	readonly #onCall: (call: RestCall) => void;
	readonly #calls: RestCall[] = [];
	#count = 0;

	constructor(options: { readonly kept: number; readonly onCall: (call: RestCall) => void }) {
		this.#kept = options.kept;
		this.#onCall = options.onCall;
	}

	get calls(): readonly RestCall[] {
		return this.#calls;
	}

	async record(context: RestContext, path: string, at: number): Promise<void> {
		const { req, res, var: variables } = context;
		const isDropped = req.raw.signal.aborted || context.env.incoming.socket.destroyed;
		const call: RestCall = {
			number: ++this.#count,
			at,
			method: req.method,
			path,
			query: req.query(),
			body: variables.body,
			files: (variables.files ?? []).map(({ name, bytes, contentType }) => ({
				name,
				size: bytes.length,
				contentType,
			})),
			headers: req.header(),
			status: isDropped ? 0 : res.status,
			response: isDropped ? undefined : await jsonOf(res),
			fault: variables.fault ?? null,
		};
		this.#calls.push(call);
		if (this.#calls.length > this.#kept) this.#calls.shift();
		this.#onCall(call);
	}
}

async function jsonOf(response: Response): Promise<unknown> {
	const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
	return isJson ? await response.clone().json() : undefined;
}

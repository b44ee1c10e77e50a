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

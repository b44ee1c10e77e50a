import type { Prediction } from '../model/prediction.ts';

export interface JudgeOptions {
	/** Gives the job up: a waiting one leaves the queue at once. */
	readonly signal?: AbortSignal;
}

export interface JudgeStatus {
	/** `classifier/version` that serves now. */
	readonly model: string;
	/** Labels of that model, in training order. */
	readonly labels: readonly string[];
	readonly backbone: string;
	readonly queue: { readonly waiting: number; readonly limit: number; readonly workers: number };
	/** Photos judged since the start. */
	readonly judged: number;
}

/** The one door through which every face (chat, page, command line) has a photo judged. */
export interface Judge {
	/**
	 * Judges one encoded photo (JPEG, PNG, WebP, GIF or AVIF bytes). The bytes are copied, not taken.
	 * @throws {UserError} `image-*` when the bytes are refused, `engine-busy` when the queue is full,
	 * `engine-timeout` and `engine-crashed` when the worker gave up on it, `no-model` when nothing serves.
	 */
	judge(bytes: Uint8Array, options?: JudgeOptions): Promise<Prediction>;
	status(): JudgeStatus;
}

import { delay } from '../flow/delay.ts';
import type { JobMessageContent, ProgressMessage } from './progress-message.ts';

export interface FollowOptions {
	/** Resolves when the work has ended. */
	readonly ended: Promise<unknown>;
	readonly message: ProgressMessage;
	/** Between edits. */
	readonly editMs: number;
}

/** Keeps a message up to date with work that is under way, until it ends: edited only when the text is another. */
export async function follow(
	render: () => JobMessageContent,
	{ ended, message, editMs }: FollowOptions,
): Promise<void> {
	const end = new AbortController();
	void ended.then(() => end.abort());
	let shown: string | null | undefined = '';
	while (!end.signal.aborted) {
		const rendered = render();
		if (rendered.content !== shown) await message.update(rendered);
		shown = rendered.content;
		await delay(editMs, end.signal);
	}
}

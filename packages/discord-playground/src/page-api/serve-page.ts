import type { Playground } from '../playground.ts';
import { createPageApp } from './app.ts';

/** Serves the chat page at the playground's address: the page itself and the interface it talks to. */
export function servePage(playground: Playground): void {
	const app = createPageApp(playground);
	playground.mount((request) => app.fetch(request));
}

import type { html } from 'hono/html';

/** Markup made with the `html` tag, which escapes everything put into it. */
export type Html = ReturnType<typeof html>;

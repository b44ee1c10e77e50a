import type { HttpBindings } from '@hono/node-server';
import type { Locale } from '../i18n/locale.ts';

/** What our routes find in their context. */
export interface WebEnv {
	Bindings: HttpBindings;
	Variables: { locale: Locale };
}

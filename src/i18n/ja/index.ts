import type { en } from '../en/index.ts';
import { errors } from './errors.ts';

/** Every text of Hantei in Japanese; a missing one does not compile. */
export const ja = { errors } satisfies typeof en;

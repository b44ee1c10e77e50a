import type { en } from '../en/index.ts';
import { cli } from './cli.ts';
import { errors } from './errors.ts';
import { web } from './web.ts';

/** Every text of Hantei in Japanese; a missing one does not compile. */
export const ja = { cli, errors, web } satisfies typeof en;

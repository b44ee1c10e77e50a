import { fileURLToPath } from 'node:url';

/** The folder with what browsers run, which is not compiled: as far from the sources as from the compiled output. */
export const PAGE_ROOT = fileURLToPath(new URL('../../page/', import.meta.url));

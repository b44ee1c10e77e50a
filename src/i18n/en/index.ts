import { errors } from './errors.ts';

/** Every text of Hantei in English, by the part that shows it. */
export const en = { errors };

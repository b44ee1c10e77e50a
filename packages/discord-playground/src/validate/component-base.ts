import { integer, text } from './fields.ts';

/** What every component may carry: its number within the message. */
export const componentBase = { id: integer({ min: 0, max: 2 ** 31 - 1 }).optional() };

export const customId = text({ min: 1, max: 100 });

import { z } from 'zod';

/** Addresses that may be shown as links and fetched: of the web, and nothing else. */
export const webUrl = z.url({ protocol: /^https?$/ });

/** A link for people that is left out, rather than its record, when it is broken. */
export const optionalUrl = webUrl.nullish().catch(undefined);

/** Text that may be absent, null or blank. */
export const optionalText = z
	.string()
	.nullish()
	.transform((text) => text?.trim() || undefined);

/** Pixels of a side, where the service knows them. */
export const optionalSide = z.coerce.number().int().positive().optional().catch(undefined);

/** A cursor that is a page or an id; anything else starts anew. */
export function positiveInteger(cursor: string | undefined): number | undefined {
	return cursor !== undefined && /^[1-9]\d{0,14}$/.test(cursor) ? Number(cursor) : undefined;
}

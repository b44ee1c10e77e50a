/** Versions of the API and the gateway; the older ones of Discord are gone, or deprecated. */
export const API_VERSIONS: readonly number[] = [9, 10];

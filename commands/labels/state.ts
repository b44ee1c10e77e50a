/** The custom ids of what `/labels` shows; the state says which part was used, and the id of the label. */
export const LABELS = { name: 'labels', version: 1 } as const;

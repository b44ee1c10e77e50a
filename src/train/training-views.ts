import type { ViewName } from '../image/views.ts';

/** Views of each photo that a head is trained on. */
export const TRAINING_VIEWS: readonly ViewName[] = ['original'];

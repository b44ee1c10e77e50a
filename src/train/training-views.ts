import type { ViewName } from '../image/views.ts';

/**
 * Views of each photo that a head is trained on; photos are judged as they are. `npm run bench views` measures what they
 * gain: with the mirror a point of accuracy, on few photos no more than chance may give, and 1 to 4 % of the log loss. It
 * doubles what embedding takes, and of a thousand photos more than doubles the fit. Crops gain as much again, at twice that.
 */
export const TRAINING_VIEWS: readonly ViewName[] = ['original', 'mirror'];

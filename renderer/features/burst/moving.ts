import { shallowRef } from 'vue';

/** The candidate that is being moved: the next pipe or place that is chosen, in any window, is where it goes. */
export const movingId = shallowRef<string>();

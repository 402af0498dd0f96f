import type { ComplaintCategory } from '#shared/domain/complaint/types.ts';

/** What a complaint can be of, the commonest first. */
export const COMPLAINT_CATEGORIES: readonly ComplaintCategory[] = [
  'notHot',
  'belowStandard',
  'suddenCold',
  'leak',
  'burst',
  'other',
];

export const words = {
  burst: 'Burst',
  leak: 'Leak',
  suddenCold: 'Suddenly cold',
  notHot: 'Not hot',
  belowStandard: 'Room below standard',
  other: 'Other',
} as const;

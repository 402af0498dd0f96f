export const words = {
  burst: 'Burst',
  leak: 'Leak',
  suddenCold: 'Suddenly cold',
  notHot: 'Not hot',
  belowStandard: 'Room below standard',
  preventive: 'Preventive',
  other: 'Other',
} as const;

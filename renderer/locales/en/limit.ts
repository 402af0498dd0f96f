export const words = {
  lowLow: 'far too low',
  low: 'low',
  high: 'high',
  highHigh: 'far too high',
  badQuality: 'bad quality',
} as const;

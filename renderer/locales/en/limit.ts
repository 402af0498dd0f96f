export const words = {
  lowLow: 'far too low',
  low: 'low',
  high: 'high',
  highHigh: 'far too high',
  badQuality: 'bad quality',
  deviationLow: 'below its reference',
  deviationHigh: 'above its reference',
  fall: 'falls fast',
  rise: 'rises fast',
  stuck: 'stuck',
  fault: 'own fault',
} as const;

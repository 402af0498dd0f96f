export const words = {
  high: 'High alarm',
  medium: 'Medium alarm',
  low: 'Low alarm',
} as const;

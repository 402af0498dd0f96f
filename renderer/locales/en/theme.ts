export const words = {
  night: 'Night',
  day: 'Day',
} as const;

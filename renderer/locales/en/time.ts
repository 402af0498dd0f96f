export const words = {
  seconds: '{n} s',
  minutes: '{n} min',
  hours: '{n} h',
  days: '{n} d',
  left: '{age} left',
  over: '{age} over',
} as const;

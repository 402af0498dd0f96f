export const words = {
  night: '夜间',
  day: '日间',
} as const;

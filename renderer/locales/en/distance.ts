export const words = {
  desk: 'Desk',
  wall3: 'Wall, 3 m',
  wall6: 'Wall, 6 m',
} as const;

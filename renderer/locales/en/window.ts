export const words = {
  wall: 'Wall',
  map: 'Map',
  alert: 'Alert',
  desk: 'Desk',
} as const;

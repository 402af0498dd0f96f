export const words = {
  wall: 'Wall',
  map: 'Map',
  alert: 'Alert',
  desk: 'Desk',
  alarms: 'Alarms',
  settings: 'Settings',
} as const;

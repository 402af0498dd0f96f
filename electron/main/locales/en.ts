export const en = {
  app: 'Heatline',
  quit: 'Quit',
  edit: 'Edit',
  windows: 'Windows',
  wall: 'Wall',
  map: 'Map',
  alert: 'Alert',
  desk: 'Desk',
  alarms: 'Alarms',
  settings: 'Settings',
  fullScreen: 'Full screen',
  layOutAnew: 'Lay the windows out anew',
  view: 'View',
  reload: 'Load the page again',
  developer: 'Developer tools',
};
export type Words = Readonly<Record<keyof typeof en, string>>;

export const words = {
  callCentre: 'Call centre',
  dispatcher: 'Dispatcher',
  shiftLead: 'Shift lead',
  crewLeader: 'Crew leader',
  system: 'System',
  wall: 'Wall display',
} as const;

export const words = {
  callCentre: '客服',
  dispatcher: '调度',
  shiftLead: '值班长',
  crewLeader: '抢修队长',
  system: '系统',
  wall: '大屏',
} as const;

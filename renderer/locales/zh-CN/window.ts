export const words = {
  wall: '大屏',
  map: '地图',
  alert: '预警',
  desk: '工单',
  alarms: '报警',
  settings: '设置',
} as const;

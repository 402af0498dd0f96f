export const words = {
  wall: '大屏',
  map: '地图',
  alert: '预警',
  desk: '工单',
} as const;

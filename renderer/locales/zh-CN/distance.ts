export const words = {
  desk: '桌面',
  wall3: '大屏，3 米',
  wall6: '大屏，6 米',
} as const;

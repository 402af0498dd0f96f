export const words = {
  pipe: '管道',
  welding: '焊接',
  valve: '阀门',
  electrical: '电气',
  heatDoctor: '热力医生',
} as const;

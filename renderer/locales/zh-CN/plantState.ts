export const words = {
  inService: '运行',
  standby: '备用',
  filling: '充水',
  maintenance: '检修',
  outOfService: '停运',
} as const;

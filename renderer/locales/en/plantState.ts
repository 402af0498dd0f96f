export const words = {
  inService: 'in service',
  standby: 'standby',
  filling: 'filling',
  maintenance: 'maintenance',
  outOfService: 'out of service',
} as const;

export const words = {
  limit: 'limit {limit}',
  returned: 'returned, not acknowledged',
  title: 'Alarms',
  none: 'No alarms',
  noneNext: 'A new alarm appears here by itself.',
  acknowledge: 'Acknowledge',
  acknowledged: 'acknowledged by {name}',
  acknowledgeAll: 'Acknowledge the {n} listed',
  unacknowledge: 'Take back',
  status: {
    normal: 'normal',
    activeUnacked: 'not acknowledged',
    activeAcked: 'acknowledged',
    returnedUnacked: 'returned, not acknowledged',
  },
  mistaken: 'acknowledged by mistake',
} as const;

export const words = {
  alarmRaised: '报警',
  alarmReturned: '恢复',
  alarmAcknowledged: '确认',
  alarmUnacknowledged: '撤回确认',
  alarmShelved: '搁置',
  alarmUnshelved: '取消搁置',
  alarmTakenOutOfService: '停用',
  alarmReturnedToService: '恢复使用',
} as const;

export const words = {
  alarmRaised: 'raised',
  alarmReturned: 'returned',
  alarmAcknowledged: 'acknowledged',
  alarmUnacknowledged: 'acknowledgement taken back',
  alarmShelved: 'shelved',
  alarmUnshelved: 'unshelved',
  alarmTakenOutOfService: 'taken out of service',
  alarmReturnedToService: 'back in service',
} as const;

export const words = {
  done: 'Done',
  closedWithReason: 'Closed with a reason',
  handedOn: 'Handed on',
} as const;

export const words = {
  open: 'open',
  ordered: 'ordered',
  closed: 'closed',
} as const;

export const words = {
  received: 'Received',
  accepted: 'Accepted',
  assigned: 'Assigned',
  contacted: 'Contacted',
  departed: 'Departed',
  arrived: 'Arrived',
  handled: 'Handled',
  revisited: 'Revisited',
  closed: 'Closed',
} as const;

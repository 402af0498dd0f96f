export const words = {
  title: 'Find or do',
  placeholder: 'station, order number, address, crew, action',
  nothing: 'Nothing found: try another name or number',
  window: 'Window',
  action: 'Action',
  station: 'Station',
  order: 'Order',
  complaint: 'Complaint',
  crew: 'Crew',
  theme: 'Switch day / night',
} as const;

export const words = {
  title: 'Find or do',
  placeholder: 'station, valve, pipe, address, crew, order, phone, action',
  nothing: 'Nothing found: try another name or number',
  window: 'Window',
  action: 'Action',
  theme: 'Switch day / night',
} as const;

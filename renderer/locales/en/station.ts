export const words = {
  serves: '{households} households, {area} m²',
  onMap: 'Show on map',
  values: 'Values',
  orders: 'Orders',
  noOrders: 'No open orders',
  notes: 'Notes',
  measure: 'Measure',
  value: 'Value',
  limits: 'Limits',
} as const;

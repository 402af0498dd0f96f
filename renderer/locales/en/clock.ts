export const words = {
  contact: 'Contact',
  repair: 'Repair',
  plan: 'Plan',
  revisit: 'Revisit',
} as const;

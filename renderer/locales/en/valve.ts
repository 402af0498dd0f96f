export const words = {
  trace: 'Trace a burst from here',
  history: 'What was said of it',
  asImported: 'As imported: {state}',
  basis: { imported: 'imported', edited: 'edited', field: 'from the field' },
  toldBy: 'Known from',
  from: { desk: 'At the desk', field: 'In the field' },
  reasons: { survey: 'Records were wrong', found: 'Found on patrol', repaired: 'Repaired', adjust: 'Operation' },
  whoMay: 'Dispatchers and shift leads only: sign on first',
  noChange: 'As it is known already',
  needReason: 'A reason is needed',
  submit: 'Submit',
} as const;

export const words = {
  title: 'Possible bursts',
  none: 'No possible burst now. One appears by itself when leak complaints gather or several stations lose pressure.',
  label: 'Possible burst {place} {pct}%',
  noStreet: 'street unknown',
  noPipe: 'no pipe near',
  pipe: 'pipe {id} DN{dn}',
  since: 'seen {age} ago',
  evidence: {
    complaints: '1 caller | {n} callers',
    pressureDrop: '1 low-pressure alarm, primary supply | {n} low-pressure alarms, primary supply',
    makeupRise: 'make-up at the source is high (1 alarm) | make-up at the source is high ({n} alarms)',
  },
  declareHere: 'Declare red alert here',
  openDeclared: 'Declared: open the alert',
  leadOnly: 'Only a shift lead declares: sign on first',
} as const;

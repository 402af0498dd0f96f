export const words = {
  title: 'Sign on',
  person: 'Person',
  pin: 'PIN',
  enter: 'Sign on',
  leave: 'Sign off {name}',
  readOnly: 'This is a read-only wall display: nobody can sign on here.',
} as const;

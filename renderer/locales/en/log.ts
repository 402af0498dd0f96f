export const words = {
  title: 'Log',
  empty: 'Nothing in the log yet',
  refused: 'refused {code}',
  notePlaceholder: 'Write a note',
  writeNote: 'Note',
} as const;

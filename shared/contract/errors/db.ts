import type { ErrorCatalogue } from './catalogue-type.ts';

export const dbErrors = {
  DBS0001: {
    sentence: 'This file was written by a newer release of Heatline.',
    next: 'Start the newer release, or put back the backup that was made before the upgrade.',
  },
  DBS0002: {
    sentence: 'The disk is full: nothing more can be stored, and what was stored is safe.',
    next: 'Free space on the disk named here; the command can then be given again.',
  },
  DBS0003: {
    sentence: 'The disk is full; the space kept in reserve has been given up so that work goes on for a while.',
    next: 'Free space on the disk named here soon. The reserve is taken again at the next start.',
  },
  DBS0004: {
    sentence: 'A damaged database was found at the start. It was set aside and a new one begun.',
    next: 'Keep the file named here for repair. Commands that could be read from it were taken over.',
  },
  DBS0005: {
    sentence: 'A database could not be brought to the form this release needs; it was left as it was.',
    next: 'Read the detail, then start the release that wrote the file, or put back the backup named beside it.',
  },
  DBS0006: {
    sentence: 'The database does not keep the setting that makes it safe against a power cut.',
    next: 'Put the data folder on a local disk (not on a network share) and start again.',
  },
  DBS0007: {
    sentence: 'A database file could not be opened.',
    next: 'Check that the folder exists, that this user may write to it, and that no other program holds the file.',
  },
  DBS0008: {
    sentence:
      'The file with the imported network and customers was damaged; it was set aside, and everybody signed off.',
    next: 'Import the network and the customers again, then sign on. Orders, alarms and commands are in another file and are whole.',
  },
  DBS0009: {
    sentence: 'Another program works on this data folder already.',
    next: 'Use the console that runs, or stop it first; two consoles on one machine need a data folder each.',
  },
} as const satisfies ErrorCatalogue;

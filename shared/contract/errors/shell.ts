import type { ErrorCatalogue } from './catalogue-type.ts';

/** The Electron shell: its options, files, windows and the processes that it starts. */
export const shellErrors = {
  WIN0001: {
    sentence: 'An option of the desktop console has a value that it cannot use.',
    next: 'Read the option and the value beside this code; `--core` takes utility, node or the address of a running core, `--port` a number from 0 to 65535.',
  },
  WIN0002: {
    sentence: 'The pages of the windows are not there.',
    next: 'In a checkout run `npm run build` first; an installed console must be installed again.',
  },
  WIN0003: {
    sentence: 'The stored window layout could not be read and was set aside; the windows were laid out anew.',
    next: 'Place the windows again; the old file lies beside the layout with `.bad` at its end.',
  },
  WIN0004: {
    sentence: 'No Node program was found to run the core with.',
    next: 'Set HEATLINE_NODE to a Node 24 program, or start with `--core utility`.',
  },
  WIN0005: {
    sentence: 'A page asked its host for something that it may not have.',
    next: 'Close the window and open it again; if it comes back, report it with the log file.',
  },
  WIN0006: {
    sentence: 'A window stopped working and was loaded again.',
    next: 'Go on; what was not sent is with the core. If it comes back, report it with the log file.',
  },
  WIN0007: {
    sentence: 'The token file could not be read.',
    next: 'Give the path of the file with `--token-file`; it must hold the token of the core that this console attaches to.',
  },
  WIN0008: {
    sentence: 'A file that was exported could not be saved.',
    next: 'Check that the disk has room and the folder may be written to, then export again.',
  },
} as const satisfies ErrorCatalogue;

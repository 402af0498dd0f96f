import type { ErrorCatalogue } from './catalogue-type.ts';

/** What goes wrong inside a page (window) itself. */
export const rendererErrors = {
  PAG0001: {
    sentence: 'This page has no access token.',
    next: 'Open the address that `heatline serve` printed, with its #token= part.',
  },
  PAG0002: {
    sentence: 'The console (core) does not answer this window.',
    next: 'The window keeps trying. If it lasts longer than a minute, check that heatline is running on this computer.',
  },
  PAG0003: {
    sentence: 'This window has no connection to its console, so the action could not be handed over yet.',
    next: 'Leave the window open: it hands the action over as soon as the connection is back.',
  },
  PAG0004: {
    sentence: 'The console sent something this window cannot read.',
    next: 'Reload the window. If it comes back, the window and the console are of different versions: restart heatline.',
  },
  PAG0005: {
    sentence: 'Alarm sound cannot be played here.',
    next: 'Press any key once in this window; if that does not help, check the sound device and its volume.',
  },
  PAG0006: {
    sentence: 'The Excel file could not be written.',
    next: 'Try again; if it fails again, export CSV instead, reload the window when there is time, and report the code.',
  },
  PAG0007: {
    sentence: 'The table has more rows than an Excel file of the console takes (100,000).',
    next: 'Narrow it with the filter or a shorter span, or export CSV, which has no limit.',
  },
  PAG0008: {
    sentence: 'Nothing could be copied: the clipboard is not open to this page.',
    next: 'Mark the text with the mouse and copy it with Ctrl+C.',
  },
} as const satisfies ErrorCatalogue;

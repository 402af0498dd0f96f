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
} as const satisfies ErrorCatalogue;

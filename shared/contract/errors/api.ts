import type { ErrorCatalogue } from './catalogue-type.ts';

/** Console API, feed and sign-on. */
export const apiErrors = {
  API0001: {
    sentence: 'The console refused the connection: the access token is missing or wrong.',
    next: 'Open the address that the console printed at its start (it carries the token), or ask the shift lead for it.',
  },
  API0002: {
    sentence: 'This page and the console it talks to are of different versions.',
    next: 'Reload the page; if that does not help, update the older of the two.',
  },
  API0003: {
    sentence: 'The console received a message that it cannot read and closed the connection.',
    next: 'Reload the page; if it comes back, export the log and report it.',
  },
  API0004: {
    sentence: 'This screen may only look: it was opened with a wall token.',
    next: 'Act at a desk, or open this screen with a desk token.',
  },
  API0005: {
    sentence: 'The console refused the connection: the page came from another site.',
    next: 'Open the console by its own address.',
  },
  API0006: {
    sentence: 'The console cannot serve at the address it was given: the port is taken or not allowed.',
    next: 'Stop the program that uses the port, or choose another with --port.',
  },
  API0007: {
    sentence: 'The console was started with an option that it does not know or cannot use.',
    next: 'Look at the option named in the details; `npx heatline serve --help` lists them.',
  },
  API0008: {
    sentence: 'The console could not start, for a reason that has no code of its own.',
    next: 'Read the reason beside the code and core.log in the data folder; `npx heatline doctor` looks for the usual ones.',
  },
  API0009: {
    sentence: 'The console was asked for something in a form that it does not know, and did nothing.',
    next: 'In a program, correct the field that the detail names. A page that says so is reloaded; if it comes back, export the log and report it.',
  },
  API0010: {
    sentence: 'A part of the console failed at what it was doing, for a reason that has no code of its own.',
    next: 'The rest works on. Try again; if it comes back, report it with core.log of the data folder, where the reason is.',
  },
  API0011: {
    sentence: 'The body of the request is larger than the console takes.',
    next: 'Ask for less at once: docs/burst.md says how much a question may hold.',
  },
  API0012: {
    sentence: 'Too many questions to the network model are waiting: the screens of the control room come first.',
    next: 'Ask again in a few seconds, one question after another.',
  },
  API0013: {
    sentence: 'The console has nothing at this address, or takes another method or kind of content there.',
    next: 'Compare it with `/api/v1/openapi.json` of this console.',
  },
  SES0001: {
    sentence: 'Nobody was signed on: the person or the PIN is wrong.',
    next: 'Choose the person again and type the PIN; the shift lead can look it up in the roster.',
  },
  SES0002: {
    sentence: 'Too many wrong PINs at this place within a minute.',
    next: 'Wait a minute, then try again.',
  },
  SES0003: {
    sentence: 'Nobody is signed on here, so nothing was done.',
    next: 'Sign on, then do it again.',
  },
} as const satisfies ErrorCatalogue;

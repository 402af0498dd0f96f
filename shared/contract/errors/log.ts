import type { ErrorCatalogue } from './catalogue-type.ts';

export const logErrors = {
  LOG0001: {
    sentence: 'The content of the command does not fit its kind.',
    next: 'Correct the field named and give the command again.',
  },
  LOG0002: {
    sentence: 'The command is too large.',
    next: 'Shorten its text.',
  },
  LOG0003: {
    sentence: 'The history of the hub is shorter than the copy on this console: entries were cut off.',
    next: 'Stop the hub and put its newest data back. This console keeps its copy and its unsent commands meanwhile.',
  },
  LOG0004: {
    sentence: 'The history of the hub differs from the copy on this console: entries were rewritten.',
    next: 'Export the log of hub and console and compare them. This console keeps its copy and its unsent commands.',
  },
  LOG0005: {
    sentence: 'An entry sent by the hub does not fit its own hash or the one before it.',
    next: 'Check the hub with `heatline export-log` and `heatline verify-log`; this console takes nothing from it meanwhile.',
  },
  LOG0006: {
    sentence: 'The hub has a new log: it lost its data, or this is another hub.',
    next: 'Check that this is the right hub. The old entries are kept on this console; commands without receipt were sent again.',
  },
  LOG0007: {
    sentence: 'The hub counts the commands of this console differently; the unsent ones were numbered anew and sent.',
    next: 'Nothing is lost. If it happens again, check that no other console runs with a copy of this data folder.',
  },
  LOG0008: {
    sentence: 'The hub cannot be reached.',
    next: 'Commands are kept here and sent when it is back. Check the hub machine and the network.',
  },
  LOG0009: {
    sentence: 'The hub did not answer in time.',
    next: 'Commands are kept here and sent again. Check the load of the hub machine.',
  },
  LOG0010: {
    sentence: 'This file is not an export of a Heatline log.',
    next: 'Name a file made by `heatline export-log`.',
  },
  LOG0011: {
    sentence: 'The peer at this address does not answer like a Heatline hub.',
    next: 'Check the address of the hub.',
  },
  LOG0012: {
    sentence: 'There is no journal to export at this place.',
    next: 'Name the data folder of a console.',
  },
} as const satisfies ErrorCatalogue;

import type { ErrorCatalogue } from './catalogue-type.ts';

/** What can go wrong when the virtual city is started or serves. */
export const cityErrors = {
  CTY0001: {
    sentence: 'There is no scenario of this name.',
    next: 'Use one of the names listed with the error, or give the path of a scenario file that ends in .json.',
  },
  CTY0002: {
    sentence: 'The scenario file is not valid.',
    next: 'Correct the field named with the error; the files in electron/city/scenario/files show the format.',
  },
  CTY0003: {
    sentence: 'An option of the city is unknown or has a value it cannot take.',
    next: 'Correct the option named with the error; `heatline city --help` lists them all.',
  },
  CTY0004: {
    sentence: 'The city cannot listen on this address.',
    next: 'End the program that holds the port, or choose another with --opcua-port or --modbus-port.',
  },
  CTY0005: {
    sentence: 'The hub token file cannot be read or is empty.',
    next: 'Give the path of the token file that the hub wrote with --hub-token-file.',
  },
  CTY0006: {
    sentence: 'The hub refuses the token of the city.',
    next: 'Check that --hub-token-file belongs to this hub; the reports are kept and sent again every few seconds.',
  },
  CTY0007: {
    sentence: 'The truth file cannot be written.',
    next: 'Check the folder, the rights and the free space of the path given with --truth.',
  },
  CTY0008: {
    sentence: 'The OPC UA certificate of the city cannot be made or read.',
    next: 'Check that the folder given with --pki can be written; delete it to have a new certificate made.',
  },
  CTY0009: {
    sentence: 'The hub refused a report of the city for good.',
    next: 'Check that hub and city are of the same version; the report is in the truth file.',
  },
  CTY0010: {
    sentence: 'The network and customers of the city cannot be written.',
    next: 'Check the folder, the rights and the free space of the path given with --export.',
  },
} as const satisfies ErrorCatalogue;

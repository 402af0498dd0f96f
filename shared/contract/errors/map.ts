import type { ErrorCatalogue } from './catalogue-type.ts';

/** Maps from outside: their file, their servers, the tile store. */
export const mapSourceErrors = {
  MPS0001: {
    sentence: 'The settings of the map sources cannot be used.',
    next: 'Correct the field that is named; until then the built-in base is shown alone.',
  },
  MPS0002: {
    sentence: 'Somebody else has changed the map sources in the meantime.',
    next: 'Load them again and make the change anew.',
  },
  MPS0003: {
    sentence: 'The settings of the map sources could not be written.',
    next: 'Check the rights of the data folder and the room on the disk.',
  },
  MPS0004: { sentence: 'There is no map source with this id.', next: 'Load the window again.' },
  MPS0005: {
    sentence: 'The map server does not answer.',
    next: 'The map shows what is stored; check address and network of the console.',
  },
  MPS0006: {
    sentence: 'The map server refuses.',
    next: 'Check address and key of the source; ask the provider about quota.',
  },
  MPS0007: {
    sentence: 'The map server sent something that is no map picture.',
    next: 'Open the address in a browser: often it is a sign-on page or a missing key.',
  },
  MPS0008: {
    sentence: 'A map tile is larger than a tile may be.',
    next: 'Check whether the address is that of tiles and not of one whole picture.',
  },
  MPS0009: {
    sentence: 'The WMTS capabilities offer no such layer on the Web Mercator grid.',
    next: 'Check layer and matrix set, or give the template of the tiles itself.',
  },
  MPS0010: { sentence: 'The PMTiles file cannot be read.', next: 'Check the path on the console and the file itself.' },
  MPS0011: {
    sentence: 'This provider usually publishes in another coordinate system.',
    next: 'Compare a street with the built-in base; change the system of the source if it is shifted.',
  },
  MPS0012: {
    sentence: 'The map shows stored tiles that are older than they should be.',
    next: 'Nothing needs to be done: they are renewed once the server answers.',
  },
} as const satisfies ErrorCatalogue;

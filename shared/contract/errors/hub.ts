import type { ErrorCatalogue } from './catalogue-type.ts';

export const hubErrors = {
  HUB0001: {
    sentence: 'The hub does not accept this token.',
    next: 'Copy the token from the hub machine (`hub.token` in its data folder) to this console and start it again.',
  },
  HUB0002: {
    sentence: 'Console and hub speak different versions of the protocol.',
    next: 'Bring both to the same release. Commands given meanwhile wait on the console and are sent afterwards.',
  },
  HUB0003: {
    sentence: 'The hub got something that is not a message of its protocol.',
    next: 'Check that the peer is a Heatline console of the same release.',
  },
  HUB0004: {
    sentence: 'A peer sent more messages than a console ever does, and was cut off.',
    next: 'Find out what runs on the machine named in the log of the hub.',
  },
  HUB0005: {
    sentence: 'The hub has as many connections as it allows.',
    next: 'Close consoles that are not needed, or start the hub with a higher `--max-connections`.',
  },
  HUB0006: {
    sentence: 'A command names another device than the one that sent it.',
    next: 'Give each console its own data folder: two must not share one device id.',
  },
  HUB0007: {
    sentence: 'Another command with the same id is in the log already.',
    next: 'Give the command again: it then gets an id of its own.',
  },
  HUB0008: {
    sentence: 'The rules of the hub could not work out this command.',
    next: 'Report it with the log of the hub; the command is in the log as refused.',
  },
  HUB0009: {
    sentence: 'The clock of the hub went back; the log keeps counting from its last time.',
    next: 'Check the time service of the hub machine.',
  },
  HUB0010: {
    sentence: 'The log stored on the hub does not verify: it was altered or is damaged.',
    next: 'Run `heatline verify-log` on an export of the hub and of a console and compare; put back the backup that verifies.',
  },
  HUB0011: {
    sentence: 'The hub could not listen at its address.',
    next: 'Check that no other hub runs on this machine, or choose another `--port`.',
  },
  HUB0012: {
    sentence: 'The request names something that is not in the log.',
    next: 'Check the id in the address of the request.',
  },
  HUB0013: {
    sentence: 'The hub is closing down.',
    next: 'Wait until it runs again; what was not acknowledged has to be sent again with the same commandId.',
  },
  HUB0014: {
    sentence: 'An option of the hub has a value that cannot be used.',
    next: 'Correct the option named.',
  },
} as const satisfies ErrorCatalogue;

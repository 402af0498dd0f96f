import type { ErrorCatalogue } from './catalogue-type.ts';

/** OPC UA driver: connection, session, browse and subscription. */
export const opcErrors = {
  OPC0001: {
    sentence: 'The OPC UA server cannot be reached at its address.',
    next: 'Check the endpoint in the drivers file, that the server runs, and that no firewall stands between; the console keeps trying.',
  },
  OPC0002: {
    sentence: 'The OPC UA server refused the session, the security policy or the user.',
    next: 'Compare `security` and `user` of the drivers file with what the server offers, and trust the console certificate on the server.',
  },
  OPC0003: {
    sentence: 'The OPC UA server has no folder at the path given for the stations.',
    next: 'Correct `stations.path` in the drivers file; each part is the browse name of a folder below Objects.',
  },
  OPC0004: {
    sentence: 'The connection to the OPC UA server was lost.',
    next: 'Nothing to do if it returns by itself; values are shown stale until then. Otherwise check the server and the network.',
  },
  OPC0005: {
    sentence: 'The OPC UA server sent something that its protocol does not allow or no answer in time.',
    next: 'Check that the address is that of an OPC UA server; keep a network capture for its vendor if it is.',
  },
  OPC0006: {
    sentence: 'The OPC UA server accepted the connection but serves no value of any mapped signal.',
    next: 'Compare the browse names of a station on the server with `measures` and `array` in the drivers file.',
  },
  OPC0007: {
    sentence: 'The password of the OPC UA user cannot be read.',
    next: 'Give a readable file in `user.passwordFile` or set the environment variable named by `user.passwordEnv`.',
  },
} as const satisfies ErrorCatalogue;

/** Modbus TCP driver. */
export const modErrors = {
  MOD0001: {
    sentence: 'The Modbus device cannot be reached at its address.',
    next: 'Check `host` and `port` in the drivers file and the network; the console keeps trying.',
  },
  MOD0002: {
    sentence: 'The connection to the Modbus device was lost.',
    next: 'Nothing to do if it returns by itself; values are shown stale until then.',
  },
  MOD0003: {
    sentence: 'The Modbus device sent a frame of a length that its request does not allow.',
    next: 'The connection is closed and made again. If it repeats, check that the port is a Modbus TCP port and report it to the vendor.',
  },
  MOD0004: {
    sentence: 'The Modbus device answered a question that was not asked (transaction number).',
    next: 'The connection is closed and made again. If it repeats, look for a gateway that mixes up its clients.',
  },
  MOD0005: {
    sentence: 'The Modbus device answered in the name of another unit or with another function.',
    next: 'The connection is closed and made again. If it repeats, check the unit numbers behind the gateway.',
  },
  MOD0006: {
    sentence: 'One or more units behind the Modbus connection do not answer in time.',
    next: 'Check the units named: their numbers in the drivers file, and the devices. Other units are not held up.',
  },
  MOD0007: {
    sentence: 'A Modbus unit refuses to give registers that the drivers file asks for (exception reply).',
    next: 'Compare `unit`, `block` and `stations` with the register map of the device; exception 2 means that the address does not exist.',
  },
} as const satisfies ErrorCatalogue;

/** The drivers file (mapping of a plant to signals). */
export const mapErrors = {
  MAP0001: {
    sentence: 'The drivers file cannot be read or is not JSON.',
    next: 'Check the path and the JSON syntax at the place named.',
  },
  MAP0002: {
    sentence: 'A field of the drivers file is missing or has a value that is not allowed.',
    next: 'Correct the field named; docs/drivers.md lists the fields.',
  },
  MAP0003: {
    sentence: 'Two drivers, or two stations of the drivers file, have the same id.',
    next: 'Give each its own id.',
  },
  MAP0004: {
    sentence: 'The drivers file names a measure that the console does not know.',
    next: 'Use a name of the list in docs/drivers.md.',
  },
  MAP0005: {
    sentence: 'Registers of the drivers file overlap or lie outside their block or the address range.',
    next: 'Correct the offsets, `base`, `stride` or `stations` named.',
  },
  MAP0006: {
    sentence:
      'The server gives a measure in another unit than the console expects, and the drivers file does not say how to convert it.',
    next: 'Set `unit` (or `factor` and `offset`) for that measure in the drivers file; until then the measure is left out.',
  },
  MAP0007: {
    sentence:
      'The server offers items that the console has no measure for, or an array whose length does not fit its order.',
    next: 'Map them under `measures` or ignore this: all other signals are read.',
  },
} as const satisfies ErrorCatalogue;

/** The telemetry lane itself. */
export const telErrors = {
  TEL0001: {
    sentence: 'A driver died and is started again.',
    next: 'Its values are stale until it is back. If it repeats, look at the peer it talks to and keep the log.',
  },
  TEL0002: {
    sentence: 'A driver stood still and was replaced.',
    next: 'Its values are stale until it is back. If it repeats, look at the peer it talks to and keep the log.',
  },
  TEL0003: {
    sentence: 'A telemetry frame has another version than this window understands.',
    next: 'Reload the window; if that does not help, install the same release on console and wall.',
  },
  TEL0004: {
    sentence: 'A telemetry frame has a length that does not fit its contents.',
    next: 'Reload the window and report it with the log.',
  },
} as const satisfies ErrorCatalogue;

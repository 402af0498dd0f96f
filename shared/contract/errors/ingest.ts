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
  OPC0008: {
    sentence: 'Nobody has trusted the certificate that the OPC UA server shows, so the console does not connect.',
    next: 'Compare its thumbprint with that at the server and trust it in the settings window (or reject it); the driver then connects by itself.',
  },
  OPC0009: {
    sentence: 'The certificate of the OPC UA server has expired or is not valid yet.',
    next: 'Renew it at the server; if its dates are right, check the clocks of server and console.',
  },
  OPC0010: {
    sentence: 'The certificate of the OPC UA server is made for another host name or address.',
    next: 'Use a name of the certificate in `endpoint`, renew the certificate, or set `ignoreHostName` if the other name is known to be this server.',
  },
  OPC0011: {
    sentence: 'The certificate of the OPC UA server belongs to another application than the one that answers.',
    next: 'Renew the certificate at the server with its application URI; until then nobody can say who answers.',
  },
  OPC0012: {
    sentence: 'The OPC UA server does not offer the security or the kind of user that the drivers file asks for.',
    next: 'Choose one of those it offers (named here) in `security`, `securityMode` and `user`, or switch it on at the server.',
  },
  OPC0013: {
    sentence: 'The certificate or private key of the OPC UA user cannot be read.',
    next: 'Give readable PEM files that belong together in `user.certificateFile` and `user.privateKeyFile`.',
  },
  OPC0014: {
    sentence: 'The OPC UA server offers more nodes than the console reads from one server.',
    next: 'Narrow `stations.path` and `stations.match` in the drivers file, or divide the plant among several drivers.',
  },
  OPC0015: {
    sentence: 'One server of a redundant OPC UA pair is away; another serves all values.',
    next: 'Repair the server named: until then there is no reserve.',
  },
  OPC0016: {
    sentence: 'The certificate is not in the list of this driver any more.',
    next: 'Load the list anew; a removed certificate is listed again at the next contact with its server.',
  },
  OPC0017: {
    sentence: 'The OPC UA server sends values of another type than numbers for signals that are mapped.',
    next: 'Correct the mapping or the server at the nodes named: their values are bad until then.',
  },
  OPC0018: {
    sentence: 'What was missed could not be read from the history of the OPC UA server.',
    next: 'The gap stays marked as a gap. Check that the user may read history, or set `history` to false.',
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
  TEL0005: {
    sentence: 'The clock of the server and that of the console are more than 5 s apart.',
    next: 'Set both by the same time server. Values are shown as they come; alarms and history keep the time of the server.',
  },
} as const satisfies ErrorCatalogue;

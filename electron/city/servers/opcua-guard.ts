import type { Log } from '#kit/logger.ts';

/**
 * node-opcua 2.186.4 throws out of its socket handler when bytes follow a frame that made it end the connection: the
 * assembler of packets has lost its error listener by then. That connection is over already, so nothing is left half done.
 */
const KNOWN_FAULT = 'node-opcua-packet-assembler';

/**
 * Keeps hostile bytes on the OPC UA port (a port scan is enough) from ending the process: an exception of the known kind is
 * logged, every other one is fatal as before.
 */
export function guardAgainstOpcuaPeers(log: Log, onFatal: (error: unknown) => void): void {
  process.on('uncaughtException', (error) => {
    if (error.stack?.includes(KNOWN_FAULT) === true) log.warn({ error: error.message }, 'not OPC UA, connection ended');
    else onFatal(error);
  });
}

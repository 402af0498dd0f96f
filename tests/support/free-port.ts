import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/**
 * Below what systems give to outgoing connections (Linux: from 32768): nobody is given one of these by chance between the choice and
 * the use, and a client that dials a dead one is never given it as its own end and so connected to itself.
 */
const FIRST = 14_000;
const COUNT = 18_000;
const TRIES = 200;

/** A TCP port that nobody listens on, and that no other call gives out while this process lives, in this process or another. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = FIRST + randomInt(COUNT);
    if ((await reserve(port)) && (await canListen(port))) return port;
  }
  throw new Error(`none of ${String(TRIES)} ports was free`);
}

/** UDP of the same number says to other tests that the port is taken; the system ends that with this process, however it dies. */
function reserve(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const sign = createSocket('udp4');
    sign.once('error', () => sign.close(() => resolve(false)));
    sign.bind({ port, address: '127.0.0.1', exclusive: true }, () => {
      sign.unref();
      resolve(true);
    });
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    // On every address, as a server that is given none listens.
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}

import { connect as connectTo } from 'node:net';
import { ClientTransportBase, parseEndpointUrl } from 'node-opcua';
import { ReceiveRoom } from './receive-room.ts';

const DEFAULT_PORT = 4_840;

type Callback = Parameters<ClientTransportBase['connect']>[1];

/** The library's way over TCP, but read into a {@link ReceiveRoom} instead of new memory for every read. */
export class RoomTransport extends ClientTransportBase {
  /** Connects, and agrees on the limits of messages with the server. */
  override connect(endpointUrl: string, callback: Callback): void {
    this.endpointUrl = endpointUrl;
    this.serverUri = 'urn:heatline:server';
    try {
      const { hostname, port } = parseEndpointUrl(endpointUrl);
      const room = new ReceiveRoom((bytes) => socket.emit('data', bytes));
      const socket = connectTo({
        host: hostname ?? 'localhost',
        port: port === null ? DEFAULT_PORT : Number(port),
        noDelay: true,
        keepAlive: true,
        keepAliveInitialDelay: this.timeout >> 1,
        timeout: this.timeout,
        onread: {
          buffer: () => room.next(),
          callback: (bytes) => {
            room.took(bytes);
            return true;
          },
        },
      });
      socket.setTimeout(this.timeout >> 1, () => this.forceConnectionBreak());
      // Its types leave out `undefined` where Node's have it.
      this._install_socket(socket as never);
      const onFailed = (error: Error): void => callback(error);
      socket.once('error', onFailed);
      socket.once('connect', () => {
        socket.removeListener('error', onFailed);
        this.#greet(callback);
      });
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #greet(callback: Callback): void {
    this._perform_HEL_ACK_transaction((error) => {
      if (!error) {
        if (this._socket === null) {
          callback(new Error('Abandoned'));
          return;
        }
        this._install_post_connect_error_handler(this.endpointUrl);
        this.emit('connect');
      }
      callback(error);
    });
  }
}

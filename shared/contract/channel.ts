/**
 * A two-way pipe of whole messages between a page and the core: a WebSocket in the browser shell, a MessagePort in Electron.
 * Text for the state lane and binary for the telemetry lane. Delivery is in order; a lost pipe ends in `onClose`, once.
 */
export interface Channel {
  send(message: string | ArrayBuffer): void;
  onMessage(listener: (message: string | ArrayBuffer) => void): void;
  onClose(listener: () => void): void;
  close(): void;
  /** Bytes accepted by `send` and not yet given to the other side; 0 where the carrier cannot tell. */
  readonly bufferedBytes: number;
}

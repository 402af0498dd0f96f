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

/**
 * A port does not tell how much of what was sent has been taken, so the page says it: every so many bytes it posts this beside the
 * messages. Without it a page that hangs would fill the memory of the core.
 */
export interface PortAck {
  /** Size of everything taken so far, by {@link messageSize}. */
  readonly takenBytes: number;
}

export const PORT_ACK_EVERY_BYTES = 64 * 1024;

export function messageSize(message: string | ArrayBuffer): number {
  return typeof message === 'string' ? message.length : message.byteLength;
}

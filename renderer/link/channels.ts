import { messageSize, PORT_ACK_EVERY_BYTES, type Channel, type PortAck } from '#shared/contract/channel.ts';

type Listener = (message: string | ArrayBuffer) => void;

/** A WebSocket (open or opening) as a {@link Channel}. Messages that came before `onMessage` are kept for it. */
export function webSocketChannel(socket: WebSocket): Channel {
  socket.binaryType = 'arraybuffer';
  const inbox = newInbox();
  socket.addEventListener('message', (event: MessageEvent<string | ArrayBuffer>) => {
    inbox.deliver(event.data);
  });
  return {
    send: (message) => {
      socket.send(message);
    },
    onMessage: inbox.listen,
    onClose: (listener) => {
      if (socket.readyState === WebSocket.CLOSED) queueMicrotask(listener);
      else socket.addEventListener('close', listener, { once: true });
    },
    close: () => {
      socket.close();
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
  };
}

/** A MessagePort as a {@link Channel}. Chrome 108 tells nobody that the other end went: the host and the watchdog do. */
export function portChannel(port: MessagePort): Channel {
  const inbox = newInbox();
  const onClose: (() => void)[] = [];
  let isClosed = false;
  const closed = (): void => {
    if (isClosed) return;
    isClosed = true;
    for (const listener of onClose) listener();
  };
  let takenBytes = 0;
  let saidBytes = 0;
  port.addEventListener('message', (event: MessageEvent<string | ArrayBuffer>) => {
    inbox.deliver(event.data);
    takenBytes += messageSize(event.data);
    if (takenBytes - saidBytes < PORT_ACK_EVERY_BYTES) return;
    saidBytes = takenBytes;
    port.postMessage({ takenBytes } satisfies PortAck);
  });
  port.addEventListener('close', closed);
  port.start();
  return {
    send: (message) => {
      if (typeof message === 'string') port.postMessage(message);
      else port.postMessage(message, [message]);
    },
    onMessage: inbox.listen,
    onClose: (listener) => {
      onClose.push(listener);
    },
    close: () => {
      port.close();
      closed();
    },
    bufferedBytes: 0,
  };
}

function newInbox(): { deliver: Listener; listen: (listener: Listener) => void } {
  let listener: Listener | undefined;
  const waiting: (string | ArrayBuffer)[] = [];
  return {
    deliver: (message) => {
      if (listener) listener(message);
      else waiting.push(message);
    },
    listen: (next) => {
      listener = next;
      for (const message of waiting.splice(0)) next(message);
    },
  };
}

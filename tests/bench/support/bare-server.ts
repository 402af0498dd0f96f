/** `node bare-server.ts`: a WebSocket server that says a dot every 1.5 s, as a hub asks its consoles. Says `{t: 'ready', port}`. */
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const EVERY_MS = 1_500;

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
server.on('connection', (socket) => {
  const timer = setInterval(() => socket.send('.'), EVERY_MS);
  socket.send('.');
  socket.on('close', () => clearInterval(timer));
});
server.on('listening', () => process.send?.({ t: 'ready', port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));

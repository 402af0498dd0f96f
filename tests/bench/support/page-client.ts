import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { CONSOLE_PROTOCOL_VERSION } from '#shared/contract/feed.ts';
import { decodeTelemetryFrame } from '#shared/contract/telemetry-frame.ts';

/** A page that watches every signal and takes each frame apart as pages do, without drawing it. */
export interface PageClient {
  /** Rows that it was given since the last {@link restart}. */
  readonly points: number;
  restart(): void;
  /** Age of the rows by source time when they came, ms: the age below which `share` of them lay. */
  ageMs(share: number): number;
  close(): void;
}

const HZ = 10;
const OLDEST_MS = 60_000;

export async function openPage(url: string, token: string): Promise<PageClient> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/feed`, [
    'heatline.v1',
    `token.${token}`,
    `seat.${randomUUID()}`,
  ]);
  socket.binaryType = 'arraybuffer';
  const ages = new Uint32Array(OLDEST_MS + 1);
  let points = 0;
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.on('message', (data: ArrayBuffer, isBinary: boolean) => {
    if (!isBinary) return;
    const now = Date.now();
    const { count, sourceAtMs } = decodeTelemetryFrame(data);
    points += count;
    for (let row = 0; row < count; row += 1) {
      const age = Math.min(OLDEST_MS, Math.max(0, now - (sourceAtMs[row] as number)));
      ages[age] = (ages[age] as number) + 1;
    }
  });
  socket.send(JSON.stringify({ t: 'hello', protocolVersion: CONSOLE_PROTOCOL_VERSION }));
  socket.send(JSON.stringify({ t: 'watch', signals: 'all', hz: HZ }));
  return {
    get points() {
      return points;
    },
    restart: () => {
      points = 0;
      ages.fill(0);
    },
    ageMs: (share) => {
      let left = share * points;
      return ages.findIndex((count) => (left -= count) <= 0);
    },
    close: () => socket.close(),
  };
}

/**
 * `node plant-server.ts PORT NAME PKI STATIONS VALUE`: a real OPC UA server of that many stations with ten scalars each, all of which it
 * writes once a second with the same value, so that one can tell whose values they are. Says `{t: 'ready'}`.
 */
import { StatusCodes } from 'node-opcua';
import { startOpcuaPlant } from '#tests/support/opcua-plant.ts';
import { measureOfPoint } from './load-plan.ts';

const EVERY_MS = 1_000;
const ITEMS = Array.from({ length: 10 }, (_, point) => measureOfPoint(point));

const [port, name = '', pkiDir = '', count, value] = process.argv.slice(2);
const stations = Array.from({ length: Number(count) }, (_, i) => `S${String(i + 1).padStart(5, '0')}`);
const plant = await startOpcuaPlant({
  port: Number(port),
  name,
  pkiDir,
  stations,
  items: ITEMS.map((item) => ({ name: item, value: Number(value) })),
});
setInterval(() => {
  const now = Date.now();
  for (const station of stations) {
    for (const item of ITEMS) plant.set(station, item, Number(value), StatusCodes.Good, now);
  }
}, EVERY_MS);
process.on('disconnect', () => process.exit(0));
process.send?.({ t: 'ready' });

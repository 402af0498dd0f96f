/**
 * `node bare-modbus-client.ts PORT REGISTERS SECONDS`: modbus-serial reading that many holding registers a request, one request after the
 * other, and turning them into floats. Says as the other clients do; points are floats.
 */
import modbusSerial from 'modbus-serial';
import { measureCpu } from './measure-cpu.ts';

const [port, registers, seconds] = process.argv.slice(2).map(Number) as [number, number, number];
let points = 0;
let sum = 0;

const client = new modbusSerial();
await client.connectTCP('127.0.0.1', { port });
client.setID(1);
const read = async (): Promise<void> => {
  for (;;) {
    const { buffer } = await client.readHoldingRegisters(0, registers);
    for (let at = 0; at < buffer.length; at += 4) sum += buffer.readFloatBE(at);
    points += registers / 2;
  }
};
read().catch((error: unknown) => {
  process.stderr.write(`${String(error)} after ${String(sum)}\n`);
  process.exit(1);
});
process.send?.({ t: 'ready' });
await measureCpu(seconds, () => points);
process.exit(0);

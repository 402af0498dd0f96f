import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '#tests/support/child.ts';
import type { Emit } from './figure.ts';
import { driversOf, MODBUS_REGISTERS, modbusDriversOf, type LoadPlan } from './support/load-plan.ts';
import { measureClient, supportFile, type Measured } from './support/measured.ts';

const SECONDS = 3;
const SCALARS: LoadPlan = { items: 10_000, length: 0, firstStation: 1 };
const ARRAYS: LoadPlan = { items: 10, length: 1_000, firstStation: 1 };

/**
 * What one CPU-second takes in, each in a process of its own from the same source: ours is driver worker, ring and latest table, with
 * order, range and quality of every point checked; the ceiling is the library's client, which only counts.
 */
export async function run(emit: Emit): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'heatline-ingest-bench-'));
  for (const [name, plan] of [
    ['OPC UA, 10,000 scalars', SCALARS],
    ['OPC UA, arrays of 1,000 doubles', ARRAYS],
  ] as const) {
    const bare = await flood(
      plan,
      dir,
      (port) => ['bare-opcua-client', [port, plan.items, plan.length, SECONDS].map(String)] as const,
    );
    const ours = await flood(
      plan,
      dir,
      (port) =>
        ['lane-client', [JSON.stringify(driversOf([{ plan, port }], 100)), join(dir, 'pki'), String(SECONDS)]] as const,
    );
    emit({
      figure: `${name}: points per CPU-second`,
      value: perCpu(ours),
      unit: '1/s',
      baseline: 'a bare node-opcua client that counts them, same server',
      baselineValue: perCpu(bare),
    });
  }
  const bare = await modbus(dir, (port) => ['bare-modbus-client', [port, MODBUS_REGISTERS, SECONDS].map(String)]);
  const ours = await modbus(dir, (port) => [
    'lane-client',
    [JSON.stringify(modbusDriversOf(port)), join(dir, 'pki'), String(SECONDS)],
  ]);
  emit({
    figure: 'Modbus: registers per CPU-second',
    value: 2 * perCpu(ours),
    unit: '1/s',
    baseline: 'modbus-serial, same responder, same registers a request',
    baselineValue: 2 * perCpu(bare),
  });
  rmSync(dir, { recursive: true, force: true });
}

type ClientOf = (port: number) => readonly [name: string, args: readonly string[]];

/** Runs a client against a responder of its own. */
async function modbus(dir: string, clientOf: ClientOf): Promise<Measured> {
  const server = await startChild<{ port: number }>(supportFile('modbus-load'), [], join(dir, 'modbus-load.log'));
  const [name, args] = clientOf(server.ready.port);
  const measured = await measureClient(name, args, dir);
  await server.stop();
  return measured;
}

/** Runs a client against a server of its own that sends as fast as it is asked. */
async function flood(plan: LoadPlan, dir: string, clientOf: ClientOf): Promise<Measured> {
  const server = await startChild<{ port: number }>(
    supportFile('load-server'),
    [JSON.stringify(plan)],
    join(dir, 'load-server.log'),
    60_000,
  );
  const [name, args] = clientOf(server.ready.port);
  const measured = await measureClient(name, args, dir, () => server.process.send({ t: 'go' }));
  await server.stop();
  return measured;
}

const perCpu = ({ points, cpuS }: Measured): number => points / cpuS;

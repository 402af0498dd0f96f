import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OPCUAClient, type ReferenceDescription } from 'node-opcua';
import { createIngest } from '#core/ingest/ingest.ts';
import { LatestTable } from '#core/telemetry/latest-table.ts';
import { SignalCatalogue } from '#core/telemetry/signal-catalogue.ts';
import { systemClock } from '#kit/system-clock.ts';
import { parseDriversConfig } from '#shared/contract/drivers.ts';
import { startChild } from '#tests/support/child.ts';
import { freePort } from '#tests/support/free-port.ts';
import type { Emit } from './figure.ts';
import { supportFile } from './support/measured.ts';

const CLAIMED = 100_000;
/** The driver leaves at this many. */
const MOST = 20_000;
const ROUNDS = 3;
const ALLOWED_MS = 20_000;

/** From the start of a driver to its refusal (OPC0014) of a server that claims 100,000 stations. A bare client reads as many names of the same server. */
export async function refusedServer(emit: Emit): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'heatline-refused-'));
  const port = await freePort();
  const server = await startChild(
    supportFile('claiming-server'),
    [String(port), folder, String(CLAIMED)],
    join(folder, 'server.log'),
    90_000,
  );
  const url = `opc.tcp://127.0.0.1:${String(port)}/plant`;
  const refused: number[] = [];
  const browsed: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    browsed.push(await bareBrowse(url));
    refused.push(await refusal(url, join(folder, 'client')));
  }
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
  const value = Math.max(...refused);
  const figure = `OPC UA server that claims 100,000 stations: from the start to its refusal (OPC0014), longest of ${String(ROUNDS)}`;
  const baseline = `a bare client reads ${MOST.toLocaleString('en')} names of it`;
  emit({ figure, value, unit: 'ms', baseline, baselineValue: Math.max(...browsed) });
  emit({ figure, value, unit: 'ms', baseline: 'what is allowed', baselineValue: ALLOWED_MS });
}

async function refusal(endpoint: string, pkiDir: string): Promise<number> {
  const catalogue = new SignalCatalogue();
  const driver = { id: 'claims', kind: 'opcua', endpoint, stations: { path: ['Plant'] } };
  const startedAt = performance.now();
  const ingest = createIngest({
    config: parseDriversConfig(JSON.stringify({ version: 1, drivers: [driver] })),
    catalogue,
    latest: new LatestTable({ clock: systemClock, catalogue }),
    clock: systemClock,
    pkiDir,
    onDriverState: () => undefined,
  });
  const code = () => ingest.drivers()[0]?.code;
  while (code() !== 'OPC0014') await delay(10);
  const tookMs = performance.now() - startedAt;
  await ingest.dispose();
  return tookMs;
}

async function bareBrowse(endpoint: string): Promise<number> {
  const startedAt = performance.now();
  const client = OPCUAClient.create({ endpointMustExist: false });
  await client.connect(endpoint);
  const session = await client.createSession();
  const [plant] = await childrenOf('ObjectsFolder', 'Plant');
  const names = await childrenOf(plant?.nodeId.toString() ?? '');
  const tookMs = performance.now() - startedAt;
  await session.close();
  await client.disconnect();
  if (names.length < MOST) throw new Error(`only ${String(names.length)} names`);
  return tookMs;

  async function childrenOf(nodeId: string, name?: string): Promise<readonly ReferenceDescription[]> {
    let page = await session.browse(nodeId);
    const found = [...(page.references ?? [])];
    while (found.length < MOST && page.continuationPoint?.length > 0) {
      page = await session.browseNext(page.continuationPoint, false);
      found.push(...(page.references ?? []));
    }
    return name === undefined ? found : found.filter(({ browseName }) => browseName.name === name);
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataType } from 'node-opcua';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#kit/system-clock.ts';
import { freePort } from '#tests/support/free-port.ts';
import { startOpcuaPlant, STANDARD_UNITS } from '#tests/support/opcua-plant.ts';
import type { OpcuaPlant } from '#tests/support/opcua-plant.ts';
import { opcuaConfig } from '#tests/support/opcua-run.ts';
import { opcuaTool } from './tools.ts';
import type { OpcuaToolRequest } from './tools.ts';
import { listCertificates, trustCertificate } from './trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'heatline-tools-'));
const pkiDir = join(folder, 'client');
let plant: OpcuaPlant;

beforeAll(async () => {
  plant = await startOpcuaPlant({
    port: await freePort(),
    pkiDir: folder,
    stations: ['HX_1', 'HX_2', 'Pump'],
    items: [
      { name: 'primarySupplyPressureMPa', unit: STANDARD_UNITS.megapascal, value: 0.8 },
      { name: 'P2', unit: STANDARD_UNITS.bar, value: 3 },
      { name: 'Vibration', value: 1 },
    ],
  });
  plant.setAny('HX_1', 'Vibration', { dataType: DataType.Double, value: 0.25 });
});
afterAll(async () => {
  await plant.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = <Request extends OpcuaToolRequest>(request: Request) =>
  opcuaTool(request, { pkiDir, timeoutMs: 120_000, clock: systemClock });
const MAPPING = {
  stations: { path: ['Plant'], match: '^HX_(\\d+)$', id: 'S00$1' },
  measures: { primaryReturnPressureMPa: 'P2' },
};

describe('opc ua tools', () => {
  it('discovers endpoints with their security, users and certificate', async () => {
    const { endpoints, servers } = await ask({ tool: 'discover', endpoint: plant.endpoint });
    const offers = endpoints.map((endpoint) => `${endpoint.securityPolicy}/${endpoint.securityMode}`);
    expect(offers).toEqual(
      expect.arrayContaining(['None/None', 'Basic256Sha256/SignAndEncrypt', 'Aes128_Sha256_RsaOaep/Sign']),
    );
    expect(endpoints.every((endpoint) => endpoint.isSupported)).toBe(true);
    expect(endpoints[0]?.userTokens).toEqual(expect.arrayContaining(['anonymous', 'userName']));
    expect(endpoints[0]?.certificate).toMatchObject({ subject: 'CN=plant', isSelfSigned: true });
    expect(endpoints[0]?.certificate?.hosts).toEqual(expect.arrayContaining(['localhost', '127.0.0.1']));
    expect(servers[0]?.applicationUri).toBe('urn:heatline:test-plant:server');
  });

  it('tests a driver step by step, and stops at a certificate until a person trusts it', async () => {
    const config = opcuaConfig(plant.endpoint, { ...MAPPING, security: 'Basic256Sha256' });
    const stopped = (await ask({ tool: 'test', config })).steps;
    expect(stopped.map((step) => step.step)).toEqual(['resolve', 'connect', 'endpoints', 'security']);
    expect(stopped.at(-1)).toMatchObject({ ok: false, code: 'OPC0008' });
    const [met] = await listCertificates(pkiDir);
    expect(met).toMatchObject({ state: 'pending', subject: 'CN=plant' });
    expect(stopped.at(-1)?.detail).toContain(met?.thumbprint);
    await trustCertificate(pkiDir, met?.thumbprint ?? '');
    const { steps } = await ask({ tool: 'test', config });
    expect(steps.map((step) => step.step).slice(3)).toEqual(['security', 'session', 'browse', 'read']);
    expect(steps.every((step) => step.ok)).toBe(true);
    expect(steps.at(-2)).toMatchObject({ code: 'MAP0006' });
  });

  it('says at which step a server that is not there fails', async () => {
    const { steps } = await ask({ tool: 'test', config: opcuaConfig(`opc.tcp://127.0.0.1:${await freePort()}`) });
    expect(steps.at(-1)).toMatchObject({ step: 'connect', ok: false, code: 'OPC0001' });
  });

  it('browses the tree with types, values and units', async () => {
    const config = opcuaConfig(plant.endpoint);
    const top = await ask({ tool: 'browse', config });
    const root = top.nodes.find((node) => node.browseName === 'Plant');
    expect(root).toMatchObject({ nodeClass: 'object', hasChildren: true });
    const stations = await ask({ tool: 'browse', config, nodeId: root?.nodeId });
    expect(stations.nodes.map((node) => node.browseName)).toEqual(['HX_1', 'HX_2', 'Pump']);
    const { nodes, isTruncated } = await ask({ tool: 'browse', config, nodeId: stations.nodes[0]?.nodeId });
    expect(isTruncated).toBe(false);
    expect(nodes).toEqual([
      expect.objectContaining({ browseName: 'primarySupplyPressureMPa', value: '0.8', unit: 'MPa', status: 'Good' }),
      expect.objectContaining({ browseName: 'P2', dataType: 'Double', unit: 'bar' }),
      expect.objectContaining({ browseName: 'Vibration', value: '0.25', nodeClass: 'variable' }),
    ]);
    await expect(ask({ tool: 'browse', config, nodeId: 'ns=9;s=nowhere' })).rejects.toMatchObject({ code: 'OPC0003' });
  });

  it('previews what a mapping would find, nobody maps, and does not fit', async () => {
    const found = await ask({ tool: 'preview', config: opcuaConfig(plant.endpoint, MAPPING) });
    expect(found).toMatchObject({ stationCount: 2, signalCount: 2, unmatched: ['Pump'], problem: undefined });
    expect(found.stations[0]).toMatchObject({ id: 'S001', browseName: 'HX_1' });
    expect(found.stations[0]?.signals[0]).toMatchObject({ measure: 'primarySupplyPressureMPa', low: 0, high: 16 });
    expect(found.unmapped).toEqual([{ name: 'Vibration', count: 2, example: 'S001.Vibration' }]);
    expect(found.units).toEqual([
      expect.objectContaining({
        unit: 'bar',
        expected: 'MPa',
        isKnown: true,
        count: 2,
        measure: 'primaryReturnPressureMPa',
      }),
    ]);
    const nothing = await ask({
      tool: 'preview',
      config: opcuaConfig(plant.endpoint, { stations: { path: ['Nowhere'] } }),
    });
    expect(nothing.problem?.code).toBe('OPC0003');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AttributeIds,
  DataType,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAClient,
  SecurityPolicy,
  StatusCodes,
  TimestampsToReturn,
  UserTokenType,
  type ClientSession,
  type UserIdentityInfo,
} from 'node-opcua';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handReadings, lineCity } from '#tests/support/hand-plant.ts';
import { freePort } from '#tests/support/free-port.ts';
import { MEASURE_NAMES, QUALITY } from '#shared/domain/telemetry/measures.ts';
import { CITY_NAMESPACE, CITY_OPCUA_USER, startOpcuaServer, type CityOpcuaServer } from './opcua-server.ts';

const AT_MS = Date.UTC(2026, 0, 15, 6, 0, 0);
const dir = mkdtempSync(join(tmpdir(), 'heatline-opcua-'));
const city = lineCity(4, 1);
const readings = handReadings(city, AT_MS);
let port: number;
let server: CityOpcuaServer;

beforeAll(async () => {
  readings.set('S001', 'riser1ReturnTempC', Number.NaN, QUALITY.none);
  port = await freePort();
  server = await startOpcuaServer({ city, readings, host: '127.0.0.1', port, pkiDir: join(dir, 'pki') });
});

afterAll(async () => {
  await server.dispose();
  rmSync(dir, { recursive: true, force: true });
});

async function withSession<T>(
  work: (session: ClientSession) => Promise<T>,
  security: { mode?: MessageSecurityMode; policy?: SecurityPolicy; user?: UserIdentityInfo } = {},
): Promise<T> {
  const client = OPCUAClient.create({
    endpointMustExist: false,
    securityMode: security.mode ?? MessageSecurityMode.None,
    securityPolicy: security.policy ?? SecurityPolicy.None,
    connectionStrategy: { maxRetry: 0 },
    clientCertificateManager: new OPCUACertificateManager({
      rootFolder: join(dir, 'client'),
      automaticallyAcceptUnknownCertificate: true,
      disableFileWatchers: true,
    }),
  });
  await client.connect(server.endpointUrl);
  try {
    const session = await client.createSession(security.user);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  } finally {
    await client.disconnect();
  }
}

const read = (session: ClientSession, id: string) =>
  session.read({ nodeId: `ns=1;s=${id}`, attributeId: AttributeIds.Value });

test('the namespace has index 1 and the folders hold the stations that are not on Modbus', async () => {
  await withSession(async (session) => {
    const namespaces = await session.readNamespaceArray();
    expect(namespaces[1]).toBe(CITY_NAMESPACE);
    const { references } = await session.browse('ns=1;s=Stations');
    expect(references?.map(({ browseName }) => browseName.name)).toEqual(['S001', 'S002', 'S003']);
    const station = await session.browse('ns=1;s=S002');
    const names = station.references?.map(({ browseName }) => browseName.name);
    expect(names).toEqual([...MEASURE_NAMES, 'Values', 'Qualities']);
  });
});

test('a measure that a station does not have is no node', async () => {
  await withSession(async (session) => {
    expect((await read(session, 'S001.riser1ReturnTempC')).statusCode).toBe(StatusCodes.BadNodeIdUnknown);
    expect((await read(session, 'S001.riser2ReturnTempC')).statusCode).toBe(StatusCodes.Good);
  });
});

test('an analog item carries range, unit, value and the time of its source', async () => {
  await withSession(async (session) => {
    const found = await session.translateBrowsePath([
      {
        startingNode: 'ns=1;s=S002.primarySupplyTempC',
        relativePath: { elements: [{ targetName: { name: 'EURange' }, isInverse: false, includeSubtypes: true }] },
      },
      {
        startingNode: 'ns=1;s=S002.primaryFlowTPerH',
        relativePath: {
          elements: [{ targetName: { name: 'EngineeringUnits' }, isInverse: false, includeSubtypes: true }],
        },
      },
    ]);
    const nodeIds = found.map(({ targets }) => targets?.[0]?.targetId.toString() ?? '');
    const [range, unit] = await session.read(nodeIds.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value })));
    expect(range?.value.value).toMatchObject({ low: 0, high: 150 });
    expect(unit?.value.value.displayName.text).toBe('t/h');
    const sample = await session.read({ nodeId: 'ns=1;s=S002.primarySupplyTempC', attributeId: AttributeIds.Value }, 0);
    expect(sample.value.value).toBe(1.02);
    expect(sample.sourceTimestamp?.getTime()).toBe(AT_MS);
  });
});

test('quality arrives as status codes, and bad elements of the array as NaN', async () => {
  readings.set('S003', 'primaryReturnTempC', 99, QUALITY.bad);
  readings.set('S003', 'secondaryFlowTPerH', 41, QUALITY.uncertain);
  readings.sourceAtMs.fill(AT_MS + 1000);
  server.push();
  await withSession(async (session) => {
    const bad = await read(session, 'S003.primaryReturnTempC');
    expect(bad.statusCode).toBe(StatusCodes.BadSensorFailure);
    const uncertain = await read(session, 'S003.secondaryFlowTPerH');
    expect(uncertain.statusCode).toBe(StatusCodes.UncertainSensorNotAccurate);
    expect(uncertain.value.value).toBe(41);
    const values = await read(session, 'S003.values');
    expect(values.statusCode).toBe(StatusCodes.Good);
    expect(values.sourceTimestamp?.getTime()).toBe(AT_MS + 1000);
    const array = [...(values.value.value as Float64Array)];
    expect(array).toHaveLength(MEASURE_NAMES.length);
    expect(array[3]).toBeNaN();
    expect(array[2]).toBe(2.02);
    const measures = await read(session, 'S003.measures');
    expect(measures.value.value).toEqual([...MEASURE_NAMES]);
    const grades = await read(session, 'S003.qualities');
    expect([...(grades.value.value as Uint8Array)].slice(3, 10)).toEqual([2, 0, 0, 0, 0, 0, 1]);
  });
});

test('a subscription hears a change and not the values that stayed', async () => {
  const heard = await withSession(async (session) => {
    const subscription = await session.createSubscription2({
      requestedPublishingInterval: 50,
      requestedMaxKeepAliveCount: 100,
      requestedLifetimeCount: 1000,
      publishingEnabled: true,
      priority: 1,
      maxNotificationsPerPublish: 0,
    });
    const told: number[] = [];
    let wake = (): void => undefined;
    const monitor = async (measure: string) => {
      const item = await subscription.monitor(
        { nodeId: `ns=1;s=S002.${measure}`, attributeId: AttributeIds.Value },
        { samplingInterval: 0, queueSize: 10, discardOldest: true },
        TimestampsToReturn.Both,
      );
      item.on('changed', (data) => {
        told.push(data.value.value as number);
        wake();
      });
    };
    const until = (count: number) =>
      new Promise<void>((resolve) => {
        wake = () => {
          if (told.length >= count) resolve();
        };
        wake();
      });
    await monitor('primarySupplyPressureMPa');
    await monitor('primaryReturnPressureMPa');
    await until(2);
    readings.set('S002', 'primarySupplyPressureMPa', 0.77);
    server.push();
    await until(3);
    return told;
  });
  expect(heard.slice(2)).toEqual([0.77]);
});

test.each([MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt])(
  'Basic256Sha256 with mode %s serves the user by name',
  async (mode) => {
    const user: UserIdentityInfo = { type: UserTokenType.UserName, ...CITY_OPCUA_USER };
    const sample = await withSession((session) => read(session, 'S002.valvePositionPct'), {
      mode,
      policy: SecurityPolicy.Basic256Sha256,
      user,
    });
    expect(sample.statusCode).toBe(StatusCodes.Good);
    expect(sample.value.dataType).toBe(DataType.Double);
  },
);

test('a wrong password is refused', async () => {
  const user: UserIdentityInfo = { type: UserTokenType.UserName, userName: 'heatline', password: 'wrong' };
  await expect(withSession((session) => read(session, 'S002.values'), { user })).rejects.toThrow(
    /UserAccessDenied|IdentityToken/,
  );
});

test('a client cannot write', async () => {
  await withSession(async (session) => {
    const status = await session.write({
      nodeId: 'ns=1;s=S002.primarySupplyTempC',
      attributeId: AttributeIds.Value,
      value: { value: { dataType: DataType.Double, value: 1 } },
    });
    expect(status).not.toBe(StatusCodes.Good);
  });
});

test('a port in use is CTY0004', async () => {
  const blocker = createServer();
  const taken = await new Promise<number>((resolve) => {
    blocker.listen(0, '127.0.0.1', () => {
      const address = blocker.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  const second = startOpcuaServer({ city, readings, host: '127.0.0.1', port: taken, pkiDir: join(dir, 'pki') });
  await expect(second).rejects.toMatchObject({ code: 'CTY0004', detail: { port: taken } });
  await new Promise((resolve) => blocker.close(resolve));
});

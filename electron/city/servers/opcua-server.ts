import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAServer,
  RegisterServerMethod,
  SecurityPolicy,
} from 'node-opcua';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { City, PlantReadings } from '../types.ts';
import { buildOpcuaNodes } from './opcua-nodes.ts';

/** Namespace of every node of the city, and the application URI of its server. Its index is 1. */
export const CITY_NAMESPACE = 'urn:heatline:city';

/** The one user besides anonymous. It guards nothing: the plant is invented. It lets clients try a user name token. */
export const CITY_OPCUA_USER = { userName: 'heatline', password: 'virtual-city' } as const;

/** node-opcua waits without end for a channel that a peer broke in the middle of its handshake. */
const LONGEST_SHUTDOWN_MS = 2_000;

export interface OpcuaServerOptions {
  readonly city: City;
  /** Read at the start (which measures exist) and at every `push`. */
  readonly readings: PlantReadings;
  readonly host: string;
  /** 0 is not possible: node-opcua needs the port for its endpoint URL. */
  readonly port: number;
  /** Folder of the key, the certificate and the certificates of clients; made where it is missing. */
  readonly pkiDir: string;
}

/** A running server. `push` publishes what changed; `dispose` ends all sessions. */
export interface CityOpcuaServer {
  readonly endpointUrl: string;
  push(): void;
  dispose(): Promise<void>;
}

async function openCertificates(pkiDir: string): Promise<OPCUACertificateManager> {
  const rootFolder = join(pkiDir, 'opcua-server');
  try {
    await mkdir(rootFolder, { recursive: true });
    const certificates = new OPCUACertificateManager({
      rootFolder,
      automaticallyAcceptUnknownCertificate: true,
      disableFileWatchers: true,
      keySize: 2048,
    });
    await certificates.initialize();
    return certificates;
  } catch (cause) {
    throw new CodedError('CTY0008', { folder: rootFolder }, { cause });
  }
}

/**
 * Serves the stations that are not on Modbus (sources included) at `opc.tcp://HOST:PORT/heatline-city`, with the security
 * policies None and Basic256Sha256 (Sign, SignAndEncrypt), anonymously or as CITY_OPCUA_USER.
 * Throws CTY0004 where it cannot listen and CTY0008 where its certificate cannot be kept.
 */
export async function startOpcuaServer(options: OpcuaServerOptions): Promise<CityOpcuaServer> {
  const { city, readings, host, port, pkiDir } = options;
  const certificates = await openCertificates(pkiDir);
  const server = new OPCUAServer({
    host,
    hostname: host,
    port,
    resourcePath: '/heatline-city',
    securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256],
    securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
    allowAnonymous: true,
    userManager: {
      isValidUser: (userName: string, password: string) =>
        userName === CITY_OPCUA_USER.userName && password === CITY_OPCUA_USER.password,
    },
    serverCertificateManager: certificates,
    userCertificateManager: certificates,
    serverInfo: {
      applicationUri: CITY_NAMESPACE,
      productUri: CITY_NAMESPACE,
      applicationName: { text: 'Heatline city' },
    },
    buildInfo: { productName: 'Heatline virtual city', productUri: CITY_NAMESPACE },
    registerServerMethod: RegisterServerMethod.HIDDEN,
    isAuditing: false,
    maxConnectionsPerEndpoint: 100,
    serverCapabilities: {
      maxSessions: 100,
      maxSubscriptions: 400,
      maxSubscriptionsPerSession: 50,
      maxMonitoredItems: 400_000,
      maxMonitoredItemsPerSubscription: 100_000,
    },
  });
  await server.initialize();
  const { addressSpace } = server.engine;
  if (!addressSpace) throw new Error('node-opcua server has no address space after initialize');
  const onModbus = new Set(city.modbusStationIds);
  const stations = city.network.stations.filter(({ id }) => !onModbus.has(id));
  const nodes = buildOpcuaNodes(addressSpace.getOwnNamespace(), stations, readings);
  nodes.push();
  try {
    await server.start();
  } catch (cause) {
    await server.shutdown(0).catch(() => undefined);
    throw new CodedError('CTY0004', { protocol: 'OPC UA', host, port }, { cause });
  }
  return {
    endpointUrl: `opc.tcp://${host}:${port}/heatline-city`,
    push: () => nodes.push(),
    dispose: async () => {
      const waiting = new AbortController();
      await Promise.race([server.shutdown(0), pause(LONGEST_SHUTDOWN_MS, undefined, waiting).catch(() => undefined)]);
      waiting.abort();
      await certificates.dispose();
    },
  };
}

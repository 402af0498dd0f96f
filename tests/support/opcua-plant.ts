import { join } from 'node:path';
import {
  DataType,
  ExpandedNodeId,
  MessageSecurityMode,
  OPCUACertificateManager,
  NodeClass,
  OPCUAServer,
  ReferenceDescription,
  ReferenceTypeIds,
  resolveNodeId,
  SecurityPolicy,
  StatusCodes,
  standardUnits,
  Variant,
  VariantArrayType,
} from 'node-opcua';
import type { EUInformation, StatusCode, UAVariable, VariantOptions } from 'node-opcua';

export interface PlantItem {
  readonly name: string;
  readonly unit?: EUInformation;
  readonly value: number;
}

export interface OpcuaPlant {
  readonly endpoint: string;
  /** Writes a scalar of a station, with its source time. */
  set(stationId: string, name: string, value: number, status: StatusCode, sourceAt: number): void;
  /** Writes anything at all into the node of a scalar or of an array. */
  setAny(stationId: string, name: string, variant: VariantOptions): void;
  /** From now on the folder of the stations has so many children, says the server: all of one name. */
  claimStations(count: number): void;
  /** What the server says of how well it serves, 0 to 255. */
  setServiceLevel(level: number): void;
  /** Writes the arrays of a station. */
  setArray(stationId: string, values: readonly number[], qualities: readonly number[], sourceAt: number): void;
  close(): Promise<void>;
}

interface PlantOptions {
  readonly port: number;
  readonly pkiDir: string;
  readonly stations: readonly string[];
  readonly items: readonly PlantItem[];
  /** Order shown by the `Measures` property of the `Values` array; no array where it is missing. */
  readonly order?: readonly string[];
  /** Folder of its keys in `pkiDir`: `server` unless two run at a time. */
  readonly name?: string;
  /** What its certificate says, where that is not what it should. */
  readonly certificate?: {
    readonly applicationUri?: string;
    readonly dns?: string[];
    readonly ip?: string[];
    readonly startDate?: Date;
    /** Days. */
    readonly validity?: number;
  };
  /** Keeps the last values of each scalar for HistoryRead. */
  readonly historyValues?: number;
  /** Namespaces in the order of the server; the plant lies in PLANT_NAMESPACE, which is added where it is missing. */
  readonly namespaces?: readonly string[];
}

export const PLANT_NAMESPACE = 'urn:heatline:test-plant';

const APPLICATION_URI = 'urn:heatline:test-plant:server';

export const STANDARD_UNITS = standardUnits;
export const PLANT_USER = { name: 'operator', password: 'secret' } as const;

/**
 * A small OPC UA server with `Objects/Plant/<station>/<item>`, all policies that the console knows; anonymous, PLANT_USER, or any user
 * certificate.
 */
export async function startOpcuaPlant(options: PlantOptions): Promise<OpcuaPlant> {
  const serverCertificateManager = new OPCUACertificateManager({
    rootFolder: join(options.pkiDir, options.name ?? 'server'),
    automaticallyAcceptUnknownCertificate: true,
    disableFileWatchers: true,
  });
  await serverCertificateManager.initialize();
  const certificateFile = join(options.pkiDir, options.name ?? 'server', 'own', 'plant.pem');
  await serverCertificateManager.createSelfSignedCertificate({
    applicationUri: APPLICATION_URI,
    subject: '/CN=plant',
    dns: ['localhost'],
    ip: ['127.0.0.1'],
    startDate: new Date(Date.now() - 86_400_000),
    validity: 365,
    outputFile: certificateFile,
    ...options.certificate,
  });
  const userCertificateManager = new OPCUACertificateManager({
    rootFolder: join(options.pkiDir, 'users'),
    automaticallyAcceptUnknownCertificate: true,
    disableFileWatchers: true,
  });
  await userCertificateManager.initialize();
  const server = new OPCUAServer({
    port: options.port,
    hostname: '127.0.0.1',
    resourcePath: '/plant',
    serverInfo: { applicationUri: APPLICATION_URI },
    serverCertificateManager,
    certificateFile,
    userCertificateManager,
    securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
    securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256, SecurityPolicy.Aes128_Sha256_RsaOaep],
    userManager: {
      isValidUser: (name: string, password: string) => name === PLANT_USER.name && password === PLANT_USER.password,
    },
  });
  await server.initialize();
  const addressSpace = server.engine.addressSpace;
  if (addressSpace === null) throw new Error('no address space');
  for (const uri of options.namespaces ?? []) addressSpace.registerNamespace(uri);
  const namespace = addressSpace.registerNamespace(PLANT_NAMESPACE);
  const root = namespace.addFolder(addressSpace.rootFolder.objects, { browseName: 'Plant' });
  const nodes = new Map<string, UAVariable>();
  for (const stationId of options.stations) {
    const folder = namespace.addFolder(root, { browseName: stationId });
    for (const { name, unit, value } of options.items) {
      const node = namespace.addAnalogDataItem({
        componentOf: folder,
        browseName: name,
        dataType: 'Double',
        engineeringUnitsRange: { low: 0, high: 16 },
        ...(unit === undefined ? {} : { engineeringUnits: unit }),
        minimumSamplingInterval: 0,
        value: { dataType: DataType.Double, value },
      });
      nodes.set(`${stationId}.${name}`, node);
      if (options.historyValues !== undefined) {
        addressSpace.installHistoricalDataNode(node, { maxOnlineValues: options.historyValues });
      }
    }
    if (options.order === undefined) continue;
    const common = { componentOf: folder, valueRank: 1, minimumSamplingInterval: 0 } as const;
    const values = namespace.addVariable({ ...common, browseName: 'Values', dataType: 'Double' });
    namespace.addVariable({
      propertyOf: values,
      browseName: 'Measures',
      dataType: 'String',
      valueRank: 1,
      value: { dataType: DataType.String, arrayType: VariantArrayType.Array, value: [...options.order] },
    });
    nodes.set(`${stationId}.Values`, values);
    nodes.set(
      `${stationId}.Qualities`,
      namespace.addVariable({ ...common, browseName: 'Qualities', dataType: 'Byte' }),
    );
  }
  await server.start();
  const write = (key: string, variant: Variant, status: StatusCode, sourceAt: number) =>
    nodes.get(key)?.setValueFromSource(variant, status, new Date(sourceAt));
  const arrayType = VariantArrayType.Array;
  return {
    endpoint: `opc.tcp://127.0.0.1:${options.port}/plant`,
    set: (stationId, name, value, status, sourceAt) => {
      write(`${stationId}.${name}`, new Variant({ dataType: DataType.Double, value }), status, sourceAt);
    },
    setAny: (stationId, name, variant) => {
      const node = nodes.get(`${stationId}.${name}`);
      // The library holds its own server to the type that the node shows.
      if (node !== undefined) Object.assign(node, { verifyVariantCompatibility: () => undefined });
      write(`${stationId}.${name}`, new Variant(variant), StatusCodes.Good, Date.now());
    },
    claimStations: (count) => {
      const one = new ReferenceDescription({
        isForward: true,
        nodeId: ExpandedNodeId.fromNodeId(root.nodeId),
        nodeClass: NodeClass.Object,
        browseName: { name: 'Station', namespaceIndex: 1 },
        referenceTypeId: resolveNodeId(ReferenceTypeIds.Organizes),
      });
      root.browseNode = () => new Array<ReferenceDescription>(count).fill(one);
    },
    setServiceLevel: (value) => {
      const get = () => new Variant({ dataType: DataType.Byte, value });
      addressSpace.rootFolder.objects.server.serviceLevel.bindVariable({ get }, true);
    },
    setArray: (stationId, values, qualities, sourceAt) => {
      const doubles = new Variant({ dataType: DataType.Double, arrayType, value: Float64Array.from(values) });
      const bytes = new Variant({ dataType: DataType.Byte, arrayType, value: Uint8Array.from(qualities) });
      write(`${stationId}.Values`, doubles, StatusCodes.Good, sourceAt);
      write(`${stationId}.Qualities`, bytes, StatusCodes.Good, sourceAt);
    },
    close: async () => {
      await server.shutdown(0);
      await serverCertificateManager.dispose();
      await userCertificateManager.dispose();
    },
  };
}

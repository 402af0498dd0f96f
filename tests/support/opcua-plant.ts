import { join } from 'node:path';
import {
  DataType,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAServer,
  SecurityPolicy,
  StatusCodes,
  standardUnits,
  Variant,
  VariantArrayType,
} from 'node-opcua';
import type { EUInformation, StatusCode, UAVariable } from 'node-opcua';

export interface PlantItem {
  readonly name: string;
  readonly unit?: EUInformation;
  readonly value: number;
}

export interface OpcuaPlant {
  readonly endpoint: string;
  /** Writes a scalar of a station, with its source time. */
  set(stationId: string, name: string, value: number, status: StatusCode, sourceAt: number): void;
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
}

export const STANDARD_UNITS = standardUnits;
export const PLANT_USER = { name: 'operator', password: 'secret' } as const;

/** A small OPC UA server with `Objects/Plant/<station>/<item>`, policies None and Basic256Sha256, anonymous or PLANT_USER. */
export async function startOpcuaPlant(options: PlantOptions): Promise<OpcuaPlant> {
  const serverCertificateManager = new OPCUACertificateManager({
    rootFolder: join(options.pkiDir, 'server'),
    automaticallyAcceptUnknownCertificate: true,
    disableFileWatchers: true,
  });
  await serverCertificateManager.initialize();
  const userCertificateManager = new OPCUACertificateManager({
    rootFolder: join(options.pkiDir, 'users'),
    disableFileWatchers: true,
  });
  await userCertificateManager.initialize();
  const server = new OPCUAServer({
    port: options.port,
    hostname: '127.0.0.1',
    resourcePath: '/plant',
    serverCertificateManager,
    userCertificateManager,
    securityModes: [MessageSecurityMode.None, MessageSecurityMode.SignAndEncrypt],
    securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256],
    userManager: {
      isValidUser: (name: string, password: string) => name === PLANT_USER.name && password === PLANT_USER.password,
    },
  });
  await server.initialize();
  const addressSpace = server.engine.addressSpace;
  if (addressSpace === null) throw new Error('no address space');
  const namespace = addressSpace.getOwnNamespace();
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

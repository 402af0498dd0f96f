import { z } from 'zod';
import type { Measure } from '../domain/telemetry/measures.ts';
import type { DriverConfig } from './drivers.ts';
import type { ModbusArea, ModbusType } from './modbus-driver.ts';

/**
 * What a page may ask of the drivers (console API, `drivers.*`). Reading is for full access; changing, and trying out what is not
 * saved, for the shift lead. A draft is a driver as the drivers file has it; where it is wrong the call is refused with MAP0001 to
 * MAP0006 and `path` names the field. Secrets are not in it: only the names of the files and variables that hold them. Times UTC ms.
 */

const driverId = z.string().min(1).max(40);
const draft = z.record(z.string(), z.unknown());

export const driverIdSchema = z.object({ id: driverId });
export const draftSchema = z.object({ driver: draft });
export const saveDriversSchema = z.object({ revision: z.string().max(64), drivers: z.array(draft).max(64) });
export const discoverSchema = z.object({ endpoint: z.string().min(1).max(500) });
export const browseSchema = z.object({ driver: draft, nodeId: z.string().max(4_096).optional() });
export const certificateSchema = z.object({
  id: driverId,
  thumbprint: z.string().regex(/^[0-9a-f]{40}$/),
  isTrusted: z.boolean(),
});
export const trafficSchema = z.object({
  id: driverId,
  /** Only signals whose id contains this. */
  filter: z.string().max(128).default(''),
  limit: z.number().int().min(1).max(500).default(50),
});

/** The drivers file as it is in use, defaults filled in. */
export interface DriversView {
  /** Path of the file; null where the console was started without one, and nothing can be saved. */
  readonly file: string | null;
  /** Changes with the contents; given back when saving, so that nobody writes over another's change. */
  readonly revision: string;
  readonly drivers: readonly DriverConfig[];
}

export type DriverTestStep =
  'resolve' | 'connect' | 'endpoints' | 'security' | 'session' | 'browse' | 'read' | 'unit' | 'file' | 'rows';

/** One step of a test, in the order in which they were tried; after one that failed the rest may be missing. */
export interface DriverTestResult {
  readonly step: DriverTestStep;
  /** Address, `unit 3`, or file. */
  readonly target: string;
  readonly ok: boolean;
  readonly ms: number;
  /** Of an error; beside `ok: true` a warning. */
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  /** Modbus exception code of the device. */
  readonly exception?: number | undefined;
}

export interface DriverTest {
  readonly steps: readonly DriverTestResult[];
}

/** A certificate in words that a person can compare with the server's own. */
export interface CertificateView {
  /** SHA-1 of the certificate, 40 small hexadecimal digits: how OPC UA servers name theirs too. */
  readonly thumbprint: string;
  /** `CN=plant, O=...`. */
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: number;
  readonly validTo: number;
  /** Undefined where the certificate names none. */
  readonly applicationUri: string | undefined;
  /** Host names and addresses it is made for. */
  readonly hosts: readonly string[];
  readonly isSelfSigned: boolean;
  /** `pending`: seen, nobody decided yet. `rejected`: a person said no. Neither is connected to. */
  readonly state: 'trusted' | 'pending' | 'rejected';
  /** When it came to its state. */
  readonly since: number;
}

export interface DiscoveredServer {
  readonly endpoints: readonly {
    readonly endpointUrl: string;
    readonly securityPolicy: string;
    readonly securityMode: 'None' | 'Sign' | 'SignAndEncrypt';
    readonly isSupported: boolean;
    readonly userTokens: readonly string[];
    readonly serverName: string;
  }[];
  readonly servers: readonly { readonly name: string; readonly urls: readonly string[] }[];
}

export interface BrowsedNodeView {
  readonly nodeId: string;
  readonly browseName: string;
  readonly displayName: string;
  readonly nodeClass: string;
  /** Of variables: `Double`, `Double[13]`, `String` ... */
  readonly dataType: string | undefined;
  /** Of variables: the current value in at most 80 characters; undefined where it cannot be read. */
  readonly value: string | undefined;
  /** Name of the OPC UA status of the value. */
  readonly status: string | undefined;
  /** EngineeringUnits, where the variable has them. */
  readonly unit: string | undefined;
  readonly hasChildren: boolean;
}

export interface BrowsedNodes {
  readonly nodes: readonly BrowsedNodeView[];
  readonly isTruncated: boolean;
}

/** What an OPC UA mapping would find. */
export interface OpcuaPreview {
  readonly kind: 'opcua';
  /** The first 500 stations. */
  readonly stations: readonly {
    readonly id: string;
    readonly browseName: string;
    readonly signals: readonly { readonly measure: Measure; readonly name: string }[];
  }[];
  readonly stationCount: number;
  readonly signalCount: number;
  /** Browse names below `stations.path` that `stations.match` leaves out: the first 100. */
  readonly unmatched: readonly string[];
  readonly unmatchedCount: number;
  /** Two objects that would get the same station id; the second is left out. */
  readonly twice: readonly { readonly stationId: string; readonly browseName: string }[];
  /** Variables of stations that no measure is mapped to, by browse name. */
  readonly unmapped: readonly { readonly name: string; readonly count: number; readonly example: string }[];
  /** Units that do not fit, by measure and unit. `isKnown`: setting `unit` to it would convert. */
  readonly units: readonly {
    readonly measure: Measure;
    readonly unit: string;
    readonly expected: string;
    readonly isKnown: boolean;
    readonly count: number;
    readonly example: string;
  }[];
  /** Set where the driver would not start with this mapping: OPC0003, OPC0006, OPC0014 ... */
  readonly problem: { readonly code: string; readonly detail: string } | undefined;
}

/** What a Modbus mapping reads, and what the device said when it was read once. */
export interface ModbusPreview {
  readonly kind: 'modbus';
  readonly signalCount: number;
  readonly requests: readonly {
    readonly unit: number;
    readonly area: ModbusArea;
    readonly address: number;
    readonly quantity: number;
    readonly signals: number;
    readonly ms: number;
    readonly code?: string | undefined;
    readonly exception?: number | undefined;
  }[];
  readonly requestCount: number;
  /** The first 500. */
  readonly signals: readonly {
    readonly signalId: string;
    readonly unit: number;
    readonly area: ModbusArea;
    readonly address: number;
    readonly type: ModbusType;
    /** In our unit; null where nothing good came. */
    readonly value: number | null;
  }[];
}

export interface ReplayPreview {
  readonly kind: 'replay';
  readonly rows: number;
  readonly signals: number;
  readonly stations: number;
  readonly from: number;
  readonly to: number;
}

export type DriverPreview = OpcuaPreview | ModbusPreview | ReplayPreview;

/** Something that happened to a driver: it connected, lost its peer, changed its code, dropped samples. Newest first. */
export interface DriverEvent {
  readonly at: number;
  readonly state: 'connecting' | 'live' | 'reconnecting' | 'failed';
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  /** Samples that a full lane lost since the event before. */
  readonly dropped?: number | undefined;
}

/** What a driver brings now. */
export interface DriverTraffic {
  readonly id: string;
  readonly at: number;
  /** Over the last ten seconds. */
  readonly samplesPerS: number;
  readonly events: readonly DriverEvent[];
  readonly signalCount: number;
  readonly matchCount: number;
  readonly signals: readonly {
    readonly signalId: string;
    readonly unit: string;
    readonly value: number | null;
    /** As QUALITY. */
    readonly quality: number;
    readonly sourceAt: number | null;
    readonly ageMs: number | null;
    readonly isStale: boolean;
  }[];
  /** What the lane of the whole console did not take as it came, since its start. */
  readonly lane: Readonly<Record<string, number>>;
}

const object = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null);
export const driversViewSchema = object<DriversView>();
export const driverTestSchema = object<DriverTest>();
export const discoveredSchema = object<DiscoveredServer>();
export const browsedSchema = object<BrowsedNodes>();
export const previewSchema = object<DriverPreview>();
export const certificatesSchema = z.custom<readonly CertificateView[]>(Array.isArray);
export const driverTrafficSchema = object<DriverTraffic>();

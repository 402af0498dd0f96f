import type {
  BrowsedNodes,
  CertificateView,
  DiscoveredServer,
  DriverPreview,
  DriversView,
  DriverTest,
  DriverTraffic,
} from '#shared/contract/drivers-api.ts';
import type { HistoryUsage } from '#shared/contract/history-api.ts';
import type { Result } from '#shared/lib/result.ts';
import type { ApiFault } from './api-fault.ts';
import { asked } from './asked.ts';

/** A driver as the drivers file has it, perhaps not right yet. */
export type Draft = Readonly<Record<string, unknown>>;

type Asked<T> = Promise<Result<T, ApiFault>>;

/** The drivers file as it is in use. */
export const readDrivers = (): Asked<DriversView> => asked((api) => api.drivers.get());

/** Writes the drivers file; drivers that changed start anew. Refused with the path of a wrong field. */
export const saveDrivers = (revision: string, drivers: readonly Draft[]): Asked<DriversView> =>
  asked((api) => api.drivers.save({ revision, drivers: [...drivers] }));

export const restartDriver = (id: string): Asked<void> => asked((api) => api.drivers.restart({ id }));

/** Tries a driver step by step; what fails is a step that says so. */
export const testDriver = (driver: Draft): Asked<DriverTest> => asked((api) => api.drivers.test({ driver }));

/** What a mapping would find; nothing of it becomes live. */
export const previewDriver = (driver: Draft): Asked<DriverPreview> => asked((api) => api.drivers.preview({ driver }));

/** Which endpoints an OPC UA server offers, and which servers it knows. */
export const discoverServer = (endpoint: string): Asked<DiscoveredServer> =>
  asked((api) => api.drivers.discover({ endpoint }));

/** Children of a node of an OPC UA server; of its Objects folder where none is named. */
export const browseServer = (driver: Draft, nodeId: string | undefined): Asked<BrowsedNodes> =>
  asked((api) => api.drivers.browse({ driver, nodeId }));

export const readCertificates = (id: string): Asked<readonly CertificateView[]> =>
  asked((api) => api.drivers.certificates({ id }));

export const decideCertificate = (id: string, thumbprint: string, isTrusted: boolean): Asked<void> =>
  asked((api) => api.drivers.decideCertificate({ id, thumbprint, isTrusted }));

/** What a driver brings now; values of signals whose id contains `filter`. */
export const readTraffic = (id: string, filter: string, limit: number): Asked<DriverTraffic> =>
  asked((api) => api.drivers.traffic({ id, filter, limit }));

/** How much room the history takes; of one signal where one is named. */
export const readHistoryUsage = (signalId: string | undefined): Asked<HistoryUsage> =>
  asked((api) => api.history.usage({ signalId }));

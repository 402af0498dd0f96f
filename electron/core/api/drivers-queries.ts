import type { z } from 'zod';
import type {
  BrowsedNodes,
  browseSchema,
  CertificateView,
  certificateSchema,
  discoverSchema,
  DiscoveredServer,
  draftSchema,
  DriverPreview,
  DriversView,
  DriverTest,
  DriverTraffic,
  saveDriversSchema,
  trafficSchema,
} from '#shared/contract/drivers-api.ts';

/** What the drivers answer to the API. Each may throw a CodedError of the areas MAP, DRV, OPC, MOD and REP. */
export interface DriversQueries {
  view(): DriversView;
  /** Whether this draft is exactly a driver that is saved: then trying it out changes and reveals nothing. */
  isSaved(draft: z.infer<typeof draftSchema>['driver']): boolean;
  save(input: z.infer<typeof saveDriversSchema>): Promise<DriversView>;
  restart(id: string): Promise<void>;
  test(input: z.infer<typeof draftSchema>): Promise<DriverTest>;
  discover(input: z.infer<typeof discoverSchema>): Promise<DiscoveredServer>;
  browse(input: z.infer<typeof browseSchema>): Promise<BrowsedNodes>;
  preview(input: z.infer<typeof draftSchema>): Promise<DriverPreview>;
  certificates(id: string): Promise<readonly CertificateView[]>;
  decideCertificate(input: z.infer<typeof certificateSchema>): Promise<void>;
  traffic(query: z.infer<typeof trafficSchema>): DriverTraffic;
}

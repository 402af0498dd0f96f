import { Worker } from 'node:worker_threads';
import type { BrowsedNodeView, OpcuaPreview } from '#shared/contract/drivers-api.ts';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import type { Measure } from '#shared/domain/telemetry/measures.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { opcuaToolWorkerUrl } from '../worker-url.ts';
import type { CertificateFacts } from './trust.ts';

/** What a person asks of a server while a driver is being set up. `config` is a driver as `parseDriversConfig` gives it. */
export type OpcuaToolRequest =
  | { readonly tool: 'discover'; readonly endpoint: string }
  | { readonly tool: 'test'; readonly config: OpcuaDriverConfig }
  | { readonly tool: 'browse'; readonly config: OpcuaDriverConfig; readonly nodeId?: string | undefined }
  | { readonly tool: 'preview'; readonly config: OpcuaDriverConfig };

/** An endpoint that a server offers. */
export interface DiscoveredEndpoint {
  /** As the server names itself; often a host name that the console does not know. */
  readonly endpointUrl: string;
  /** Last part of the policy's URI: `None`, `Basic256Sha256` ... */
  readonly securityPolicy: string;
  readonly securityMode: 'None' | 'Sign' | 'SignAndEncrypt';
  /** Whether the console can use it. */
  readonly isSupported: boolean;
  readonly userTokens: readonly ('anonymous' | 'userName' | 'certificate' | 'issuedToken')[];
  readonly serverName: string;
  readonly applicationUri: string;
  /** Undefined where the server has none or one that cannot be read. */
  readonly certificate: CertificateFacts | undefined;
}

export interface DiscoverReply {
  readonly endpoints: readonly DiscoveredEndpoint[];
  /** Servers known to the one asked (FindServers), itself among them: its redundant partner may be here. */
  readonly servers: readonly {
    readonly name: string;
    readonly applicationUri: string;
    readonly urls: readonly string[];
  }[];
}

export type TestStepName = 'resolve' | 'connect' | 'endpoints' | 'security' | 'session' | 'browse' | 'read';

/** One step of a test; those after a failed one are missing. */
export interface TestStep {
  readonly step: TestStepName;
  /** Which of `endpoint` and `standby` it was tried at. */
  readonly endpoint: string;
  readonly ok: boolean;
  readonly ms: number;
  /** Of an error, or of a warning beside `ok: true` (MAP0006, MAP0007). */
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
}

export interface TestReply {
  readonly steps: readonly TestStep[];
}

/** A node of a server as a browse view shows it. */
export interface BrowsedNode extends BrowsedNodeView {
  readonly nodeClass: 'object' | 'variable' | 'method' | 'type' | 'view' | 'other';
  /** UTC ms. */
  readonly sourceAt: number | undefined;
}

export interface BrowseReply {
  /** In the server's order, at most 2,000. */
  readonly nodes: readonly BrowsedNode[];
  readonly isTruncated: boolean;
}

export interface PreviewSignal {
  readonly measure: Measure;
  /** Browse name on the server. */
  readonly name: string;
  /** Undefined where only the array carries it. */
  readonly nodeId: string | undefined;
  /** ours = theirs x factor + offset. */
  readonly factor: number;
  readonly offset: number;
  /** Range in our unit. */
  readonly low: number;
  readonly high: number;
}

export interface PreviewStation {
  readonly id: string;
  readonly browseName: string;
  readonly signals: readonly PreviewSignal[];
}

/** What a mapping would find, and where. Nothing is registered and no driver runs for it. */
export interface PreviewReply extends Omit<OpcuaPreview, 'kind'> {
  readonly stations: readonly PreviewStation[];
}

interface Replies {
  readonly discover: DiscoverReply;
  readonly test: TestReply;
  readonly browse: BrowseReply;
  readonly preview: PreviewReply;
}

export type OpcuaToolReply<Tool extends OpcuaToolRequest['tool']> = Replies[Tool];

export interface OpcuaToolOptions {
  /** Folder of the driver's key and certificates, `<data>/pki/<driver id>`: the one its driver uses, so that trust given to one holds for both. */
  readonly pkiDir: string;
  /** After which the worker is ended: OPC0005. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Handed to the tool worker. */
export interface ToolWorkerData {
  readonly request: OpcuaToolRequest;
  readonly pkiDir: string;
}

/** What the tool worker says, once. */
export type FromToolWorker =
  | { readonly ok: true; readonly reply: Replies[keyof Replies] }
  | { readonly ok: false; readonly code: string; readonly detail: Readonly<Record<string, string | number | boolean>> };

const MAX_HEAP_MB = 384;

/**
 * Asks a server something in a worker thread of its own, which ends with the answer: whatever the server sends ends there.
 * `test` does not fail: its steps say what does.
 * @throws CodedError `OPC0001`, `OPC0002`, `OPC0005` (no answer in time, or the worker died of what the server sent),
 *   `OPC0007` to `OPC0014`
 */
export function opcuaTool<Request extends OpcuaToolRequest>(
  request: Request,
  options: OpcuaToolOptions,
): Promise<OpcuaToolReply<Request['tool']>> {
  const { pkiDir, timeoutMs, clock } = options;
  const workerData: ToolWorkerData = { request, pkiDir };
  return new Promise((resolve, reject) => {
    const worker = new Worker(opcuaToolWorkerUrl(), {
      name: `opcua ${request.tool}`,
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
      stdout: true,
      stderr: true,
    });
    worker.stdout.resume();
    worker.stderr.resume();
    const fail = (problem: string) => reject(new CodedError('OPC0005', { problem }));
    const cancel = clock.after(timeoutMs, () => {
      fail('no answer in time');
      void worker.terminate();
    });
    worker.on('message', (message: FromToolWorker) => {
      if (message.ok) resolve(message.reply as OpcuaToolReply<Request['tool']>);
      else reject(new CodedError(message.code, message.detail));
      void worker.terminate();
    });
    worker.on('error', (error) => fail(error.message.slice(0, 200)));
    worker.on('exit', () => {
      cancel();
      fail('the connection ended in the middle');
    });
  });
}

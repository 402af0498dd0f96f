import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import type { EndpointDescription } from 'node-opcua';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { detailOf } from '../protocol.ts';
import { browseMap } from './browse-map.ts';
import type { ServerMap } from './server-map.ts';
import { readAll } from './browse.ts';
import { MapFindings } from './map-findings.ts';
import { checkServerCertificate, chooseEndpoint, hostOf, portOf } from './security.ts';
import { askEndpoints, connectError, openSession } from './session.ts';
import type { OpcuaSession, SessionOptions } from './session.ts';
import type { TestReply, TestStep, TestStepName } from './tools.ts';

export type ToolSurroundings = Pick<SessionOptions, 'pkiDir' | 'own' | 'clock'>;

const CONNECT_MS = 5_000;
/** Signals read as a sample of all. */
const READ_SIGNALS = 200;

/** Tries a driver's way to each of its servers, step by step, as far as it goes. Never throws. */
export async function testDriver(config: OpcuaDriverConfig, around: ToolSurroundings): Promise<TestReply> {
  const steps: TestStep[] = [];
  for (const url of new Set([config.endpoint, ...config.standby]))
    steps.push(...(await testServer(config, url, around)));
  return { steps };
}

/** What a step that went well has to say. */
interface Said {
  readonly detail?: string | undefined;
  readonly warning?: CodedError | undefined;
}

async function testServer(config: OpcuaDriverConfig, url: string, around: ToolSurroundings): Promise<TestStep[]> {
  const { pkiDir, own, clock } = around;
  const steps: TestStep[] = [];
  const found: { endpoint?: EndpointDescription; opened?: OpcuaSession; map?: ServerMap } = {};
  const step = async (name: TestStepName, run: () => Promise<Said>): Promise<boolean> => {
    const startedAt = clock.monotonic();
    const ms = () => Math.round(clock.monotonic() - startedAt);
    try {
      const { detail, warning } = await run();
      const words = warning === undefined ? detail : detailOf(warning);
      steps.push({ step: name, endpoint: url, ok: true, ms: ms(), code: warning?.code, detail: words });
      return true;
    } catch (thrown) {
      const error = connectError(thrown);
      steps.push({ step: name, endpoint: url, ok: false, ms: ms(), code: error.code, detail: detailOf(error) });
      return false;
    }
  };
  const host = hostOf(url);
  try {
    const isWell =
      (await step('resolve', async () => ({ detail: (await lookup(host)).address }))) &&
      (await step('connect', async () => ({ detail: await tryPort(host, portOf(url), around) }))) &&
      (await step('endpoints', async () => {
        const { endpoints } = await askEndpoints(url, own);
        found.endpoint = chooseEndpoint(config, endpoints);
        return { detail: `endpoints=${endpoints.length}` };
      })) &&
      (await step('security', async () => {
        if (config.security === 'None') return { detail: 'None' };
        await checkServerCertificate(config, url, found.endpoint as EndpointDescription, pkiDir, clock.now());
        return { detail: `${config.security}/${config.securityMode}` };
      })) &&
      (await step('session', async () => {
        found.opened = await openSession({ config, url, ...around, onLost: () => undefined });
        return {};
      })) &&
      (await step('browse', async () => {
        const findings = new MapFindings();
        found.map = await browseMap((found.opened as OpcuaSession).session, config, findings);
        const { stations, signals } = found.map;
        return { detail: `stations=${stations.length} signals=${signals.length}`, warning: findings.warnings()[0] };
      }));
    if (isWell) await step('read', () => readSome(found.opened as OpcuaSession, found.map as ServerMap));
  } finally {
    await found.opened?.close().catch(() => undefined);
  }
  return steps;
}

function tryPort(host: string, port: number, { clock }: ToolSurroundings): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    const cancel = clock.after(CONNECT_MS, () => socket.destroy(new CodedError('OPC0001', { problem: 'ETIMEDOUT' })));
    const end = () => {
      cancel();
      socket.destroy();
    };
    socket.once('connect', () => {
      resolve(`port=${port}`);
      end();
    });
    socket.once('error', (error) => {
      reject(error);
      end();
    });
  });
}

async function readSome({ session }: OpcuaSession, { signals, arrays }: ServerMap): Promise<Said> {
  const nodes = arrays.length > 0 ? arrays.map((array) => array.values) : signals.map((signal) => signal.nodeId);
  const reads = await readAll(session, nodes.slice(0, READ_SIGNALS));
  const good = reads.filter((read) => read?.statusCode.isGood()).length;
  if (good === 0) throw new CodedError('OPC0006', { read: reads.length, good });
  return { detail: `read=${reads.length} good=${good}` };
}

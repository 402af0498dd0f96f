import { mkdir, readFile } from 'node:fs/promises';
import { MessageSecurityMode, OPCUACertificateManager, OPCUAClient, SecurityPolicy, UserTokenType } from 'node-opcua';
import type { ClientSession, UserIdentityInfo } from 'node-opcua';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** A session with a server. `onLost` of {@link openSession} is told when it breaks; it is never repaired, but made anew. */
export interface OpcuaSession {
  readonly session: ClientSession;
  close(): Promise<void>;
}

const APPLICATION_URI = 'urn:heatline:console';
const TRANSPORT_TIMEOUT_MS = 6_000;
const TRANSACTION_TIMEOUT_MS = 15_000;
const SESSION_TIMEOUT_MS = 60_000;

/**
 * Connects, secures and signs on as the drivers file says. Server certificates that are not known yet are accepted and kept.
 * @param onLost once, when the connection ends for any reason but `close`
 * @throws CodedError `OPC0001` not reachable, `OPC0002` refused, `OPC0005` no sensible answer, `OPC0007` password
 */
export async function openSession(
  config: OpcuaDriverConfig,
  pkiDir: string,
  onLost: () => void,
): Promise<OpcuaSession> {
  const user = await userOf(config);
  const isSecure = config.security !== 'None';
  const clientCertificateManager = await openCertificates(pkiDir);
  const client = OPCUAClient.create({
    applicationName: 'Heatline console',
    applicationUri: APPLICATION_URI,
    clientName: config.id,
    clientCertificateManager,
    securityMode: isSecure ? MessageSecurityMode.SignAndEncrypt : MessageSecurityMode.None,
    securityPolicy: SecurityPolicy[config.security],
    endpointMustExist: false,
    // No retries inside the library: its repair of sessions and subscriptions is replaced by ours, which starts from nothing.
    connectionStrategy: { maxRetry: 0, initialDelay: 500, maxDelay: 1_000 },
    keepSessionAlive: false,
    requestedSessionTimeout: SESSION_TIMEOUT_MS,
    transportTimeout: TRANSPORT_TIMEOUT_MS,
    defaultTransactionTimeout: TRANSACTION_TIMEOUT_MS,
  });
  let isOver = false;
  const lost = () => {
    if (!isOver) onLost();
    isOver = true;
  };
  const close = async () => {
    isOver = true;
    await client.disconnect();
    await clientCertificateManager.dispose();
  };
  try {
    await client.connect(config.endpoint);
    const session = await client.createSession(user);
    client.on('close', lost);
    client.on('connection_lost', lost);
    client.on('abort', lost);
    session.on('session_closed', lost);
    return { session, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw connectError(error);
  }
}

async function openCertificates(rootFolder: string): Promise<OPCUACertificateManager> {
  await mkdir(rootFolder, { recursive: true });
  const certificates = new OPCUACertificateManager({
    rootFolder,
    automaticallyAcceptUnknownCertificate: true,
    disableFileWatchers: true,
    keySize: 2048,
  });
  await certificates.initialize();
  return certificates;
}

async function userOf({ user }: OpcuaDriverConfig): Promise<UserIdentityInfo> {
  if (user === undefined) return { type: UserTokenType.Anonymous };
  let password: string | undefined;
  if (user.passwordFile === undefined) {
    password = process.env[user.passwordEnv ?? ''];
  } else {
    password = (await readFile(user.passwordFile, 'utf8').catch(() => undefined))?.replace(/\r?\n$/, '');
  }
  if (password === undefined) {
    throw new CodedError('OPC0007', { from: user.passwordFile ?? `environment variable ${user.passwordEnv}` });
  }
  return { type: UserTokenType.UserName, userName: user.name, password };
}

const UNREACHABLE = /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EAI_AGAIN/;
const REFUSED =
  /BadSecurity|BadIdentityToken|BadUserAccessDenied|BadCertificate|BadUserSignature|security ?policy|securityMode|no suitable|Cannot find an Endpoint/i;

function connectError(error: unknown): CodedError {
  const message = error instanceof Error ? error.message : String(error);
  // The library wraps what went wrong: `The connection cannot be established ... Err = (connect ECONNREFUSED 127.0.0.1:9)`.
  const problem = /Err = \(([^\n]*)\)/.exec(message)?.[1] ?? (message.split('\n', 1)[0] as string);
  if (REFUSED.test(message)) return new CodedError('OPC0002', { problem }, { cause: error });
  if (UNREACHABLE.test(message)) return new CodedError('OPC0001', { problem }, { cause: error });
  return new CodedError('OPC0005', { problem }, { cause: error });
}
